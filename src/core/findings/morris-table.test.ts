import { expect, it } from 'vitest'
import { spread } from '../metrics/stats'
import { PAPER_BITS_PER_PARAM } from '../runs/fit'
import { MORRIS_SLOPE, MORRIS_TABLE } from './morris-table'

it('holds the sixteen models of Table 1, whose means are the paper’s own', () => {
  expect(MORRIS_TABLE).toHaveLength(16)
  for (const format of ['float32', 'bfloat16'] as const) {
    const { mean } = spread(MORRIS_TABLE.map(({ bitsPerParam }) => bitsPerParam[format]))
    expect(mean).toBeCloseTo(PAPER_BITS_PER_PARAM[format], 2)
  }
})

it('counts their parameters as the paper does, but for the row that BOS has here', () => {
  const params = MORRIS_TABLE.map((model) => model.params - model.width)
  expect(params[0]).toBe(2048 * 32 + 64 * 32 + 12 * 32 ** 2 + 13 * 32 + 2 * 32)
  expect(params.at(-1)! / 1e6).toBeCloseTo(6.86, 2)
})

it('has a slope for each number format: the one that the paper prints is that of bfloat16', () => {
  // By numpy, from the table's own digits and these parameter counts.
  expect(MORRIS_SLOPE.float32).toBeCloseTo(3.9112, 4)
  expect(MORRIS_SLOPE.bfloat16).toBeCloseTo(3.6239, 4)
  expect(Math.abs(MORRIS_SLOPE.bfloat16 - 3.64)).toBeLessThan(0.02)
})
