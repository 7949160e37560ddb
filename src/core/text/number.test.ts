import { expect, it } from 'vitest'
import { bytesOfBitsText, changeOfBitsText, changeText, countText, decimalText, noCostText } from './number'

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

it('writes changes with what seeds make of them, and no cost that they cannot show', () => {
  expect(changeOfBitsText([-0.059, -0.029])).toBe('−4.4 % of the bits (−5.9 % to −2.9 % over 2 seeds)')
  expect(changeOfBitsText([-0.25, -0.25])).toBe('−25.0 % of the bits (2 seeds)')
  expect(changeOfBitsText([0.02])).toBe('+2.0 % of the bits (one seed)')
  expect(noCostText(2, 'its seeds')).toContain('no more than its seeds differ')
  expect(noCostText(1, 'its seeds')).toBe('; one seed cannot tell a cost from chance')
})
