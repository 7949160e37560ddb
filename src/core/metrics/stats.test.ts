import { describe, expect, it } from 'vitest'
import { confidence95, isBeyondSeeds, scatter, spread } from './stats'

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

  it('stays on the safe side past the table: t of 15 degrees of freedom', () => {
    const values = Array.from({ length: 100 }, (_, i) => i % 2)
    const s = Math.sqrt(25 / 99)
    expect(confidence95(values)).toBeCloseTo((2.131 * s) / 10, 12)
  })
})

describe('a cost beyond what seeds do', () => {
  it('is more, for every seed, than the baseline’s seeds differ', () => {
    const range = scatter([95, 105])
    expect(range).toBeCloseTo(0.1, 12)
    expect(isBeyondSeeds([-0.2, -0.11], range)).toBe(true)
    expect(isBeyondSeeds([-0.4, -0.09], range)).toBe(false)
    expect(isBeyondSeeds([0.2, 0.3], range)).toBe(false)
  })

  it('cannot be told from one seed', () => {
    expect(scatter([7])).toBeUndefined()
    expect(isBeyondSeeds([-0.5], scatter([7]))).toBe(false)
    expect(isBeyondSeeds([-0.5], 0.01)).toBe(false)
  })
})
