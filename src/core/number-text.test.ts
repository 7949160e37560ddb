import { expect, it } from 'vitest'
import { changeText, countText, decimalText } from './number-text'

it('writes numbers as sentences need them', () => {
  expect(countText(1_234_567.4)).toBe('1,234,567')
  expect(countText(-1421)).toBe('−1,421')
  expect(decimalText(-0.5)).toBe('−0.50')
  expect(decimalText(2.4137, 1)).toBe('2.4')
  expect(changeText(-0.041, 1)).toBe('−4.1 %')
  expect(changeText(0.25)).toBe('+25 %')
  expect(changeText(0)).toBe('0 %')
})
