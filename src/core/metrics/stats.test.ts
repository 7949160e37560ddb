import { describe, expect, it } from 'vitest'
import { confidence95, scatter, spread, t95 } from './stats'

describe('spread', () => {
  it('is mean, smallest, largest and count', () => {
    expect(spread([3, -1, 4])).toEqual({ mean: 2, min: -1, max: 4, count: 3 })
    expect(spread([7])).toEqual({ mean: 7, min: 7, max: 7, count: 1 })
  })

  it('of nothing is a mistake', () => {
    expect(() => spread([])).toThrow(RangeError)
  })
})

describe('the 95 % interval of a mean', () => {
  // By hand: t · s / √n.
  it.each([
    [[1, 3], (12.706 * Math.SQRT2) / Math.SQRT2],
    [[1, 2, 3], 4.303 / Math.sqrt(3)],
    [[2, 4, 4, 4, 5, 5, 7, 9], (2.365 * Math.sqrt(32 / 7)) / Math.sqrt(8)],
  ])('of %j', (values, halfWidth) => {
    expect(confidence95(values)).toBeCloseTo(halfWidth, 12)
  })

  it('is 0 where nothing varies, and unknown for fewer than two values', () => {
    expect(confidence95([5, 5, 5])).toBe(0)
    expect(confidence95([5])).toBeUndefined()
    expect(confidence95([])).toBeUndefined()
  })

  it('is wide enough for several comparisons together', () => {
    // t tables: 0.5 % and 0.05 % on either side.
    expect([1, 2, 3, 4, 10, 31].map((df) => t95(df, 5))).toEqual(
      [63.657, 9.925, 5.841, 4.604, 3.169, 2.744].map((t) => expect.closeTo(t, 3)),
    )
    expect([2, 5].map((df) => t95(df, 50))).toEqual([31.599, 6.869].map((t) => expect.closeTo(t, 3)))
  })

  it('goes on past the table, to the quantiles of t tables', () => {
    expect([16, 20, 30, 60, 120].map((df) => t95(df))).toEqual(
      [2.12, 2.086, 2.042, 2, 1.98].map((t) => expect.closeTo(t, 3)),
    )
    const values = Array.from({ length: 100 }, (_, i) => i % 2)
    expect(confidence95(values)).toBeCloseTo((1.984 * Math.sqrt(25 / 99)) / 10, 4)
  })
})

it('says how far repeated runs lie apart', () => {
  expect(scatter([95, 105])).toBeCloseTo(0.1, 12)
  expect(scatter([5])).toBeUndefined()
})
