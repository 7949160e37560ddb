import { describe, expect, it } from 'vitest'
import { recipeLearningRate, scheduleFactor } from './recipe'

const SCHEDULES = ['cosine', 'constant'] as const
const factorsOf = (steps: number, schedule: (typeof SCHEDULES)[number]) =>
  Array.from({ length: steps }, (_, i) => scheduleFactor(i + 1, steps, schedule))

it('the peak rate is 0.8 / d', () => {
  expect([4, 8, 16, 64].map(recipeLearningRate)).toEqual([0.2, 0.1, 0.05, 0.0125])
})

describe('the schedule', () => {
  it.each([1, 2, 3, 19, 20, 21, 100, 300, 400, 1000])(
    'of %i steps moves in every one, at most at the peak',
    (steps) => {
      const factors = SCHEDULES.flatMap((schedule) => factorsOf(steps, schedule))
      expect(factors.filter((factor) => !(factor > 0 && factor <= 1))).toEqual([])
    },
  )

  it.each(SCHEDULES)('(%s) warms up on a line over the first twentieth, and peaks at 1 there', (schedule) => {
    const factors = factorsOf(400, schedule)
    expect(factors.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) / 20))
    expect(factors.indexOf(Math.max(...factors))).toBe(19)
  })

  it('starts at the peak where the run is too short to warm up', () => {
    expect([1, 2, 10, 20].map((steps) => scheduleFactor(1, steps, 'cosine'))).toEqual([1, 1, 1, 1])
  })

  it('then falls as a half cosine that reaches 0 one step after the last', () => {
    const factors = factorsOf(400, 'cosine')
    // 381 steps from the peak (20) to 401: a third of the way is step 147, cos(π/3) = ½.
    expect(factors[146]).toBeCloseTo(0.75, 12)
    expect(factors[273]).toBeCloseTo(0.25, 12)
    const falling = factors.slice(19)
    expect(falling).toEqual([...new Set(falling)].toSorted((a, b) => b - a))
    expect(factors[399]).toBeLessThan(1e-4)
    expect(scheduleFactor(401, 400, 'cosine')).toBeCloseTo(0, 15)
  })

  it('or stays at the peak to the end', () => {
    expect(new Set(factorsOf(400, 'constant').slice(19))).toEqual(new Set([1]))
  })
})
