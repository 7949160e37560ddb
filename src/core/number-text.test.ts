import { expect, it } from 'vitest'
import { bytesOfBitsText, changeText, countText, decimalText } from './number-text'

it('writes numbers as sentences need them', () => {
  expect(countText(1_234_567.4)).toBe('1,234,567')
  expect(countText(-1421)).toBe('−1,421')
  expect(decimalText(-0.5)).toBe('−0.50')
  expect(decimalText(2.4137, 1)).toBe('2.4')
  expect(changeText(-0.041, 1)).toBe('−4.1 %')
  expect(changeText(0.25)).toBe('+25 %')
  expect(changeText(0)).toBe('0 %')
})

it('writes bits as bytes in powers of a thousand, as the press does', () => {
  expect(bytesOfBitsText(500_000 * 3.6)).toBe('225 kB')
  expect(bytesOfBitsText(1.5e9 * 3.6)).toBe('675 MB')
  expect(bytesOfBitsText(8000)).toBe('1 kB')
  expect(bytesOfBitsText(8 * 1.234e9)).toBe('1.23 GB')
  expect(bytesOfBitsText(4)).toBe('0.5 bytes')
})
