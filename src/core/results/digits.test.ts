import { expect, it } from 'vitest'
import { decimalPlaces, significantDigits } from './digits'

it('keeps so many digits, from the first that is not zero', () => {
  expect([0.123456, 0.00123456, 123456, -2].map((value) => significantDigits(value, 4))).toEqual([
    0.1235, 0.001235, 123500, -2,
  ])
  expect(significantDigits(Number.NaN, 4)).toBeNaN()
})

it('keeps so many places behind the point', () => {
  expect([2.34567, 0.005, -1.239, 40].map((value) => decimalPlaces(value, 2))).toEqual([
    2.35, 0.01, -1.24, 40,
  ])
  expect(decimalPlaces(Number.NaN, 2)).toBeNaN()
})
