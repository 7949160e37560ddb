import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { halfWidthOf } from '../metrics/effect'
import { combinedZ, type Expected, meanAgainstMean, Z_LIMIT } from './mean-against-mean'

const ROUNDS = 10_000

/** Spread of one run and seeds of the independent trainer where Tiny overflows: N 64, 128, 256 (docs/oracle/README.md). */
const TINY = [
  { sd: 0.017, n: 24 },
  { sd: 0.031, n: 48 },
  { sd: 0.027, n: 48 },
] as const
const NOISY = TINY[1]

type Size = (typeof TINY)[number]

/** Draws so many values of one seed, which spread about `middle`. */
function draws(seed: number) {
  const { normal } = randomStream('probe', seed)
  return (count: number, sd: number, middle: number): number[] => {
    const values: number[] = []
    for (let i = 0; i < count; i++) values.push(middle + sd * normal())
    return values
  }
}

/** What the independent trainer would have measured at each size, in each round: every comparison below is held against these. */
const THEIRS: ReadonlyMap<Size, readonly Expected[]> = new Map(
  TINY.map((size, i) => {
    const draw = draws(i)
    return [size, Array.from({ length: ROUNDS }, () => summary(draw(size.n, size.sd, 1)))]
  }),
)

/** Comparisons of means by chance, one a round: ours are too high by `error`, as a share of the truth. */
function simulated(seed: number) {
  const draw = draws(seed)
  return (round: number, size: Size, seeds: number, error: number) =>
    meanAgainstMean(draw(seeds, size.sd, 1 + error), THEIRS.get(size)![round]!)
}

function summary(values: readonly number[]): Expected {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: Math.sqrt(squares / (n - 1)), n }
}

const share = (rounds: number, holds: (round: number) => boolean): number => {
  let count = 0
  for (let round = 0; round < rounds; round++) if (holds(round)) count++
  return count / rounds
}

describe('our mean against another', () => {
  it('differs by so many standard errors, with the spread of one seed from both sides', () => {
    // By hand: variances 4 (2 degrees of freedom) and 9 (4), pooled 22/3; 22/3 · (1/3 + 1/5) = 3.911.
    const { difference, t } = meanAgainstMean([10, 12, 14], { mean: 9, sd: 3, n: 5 })
    expect(difference).toMatchObject({ mean: 3, df: 6, seeds: 3 })
    expect(difference.standardError).toBeCloseTo(Math.sqrt((22 / 3) * (8 / 15)), 12)
    expect(t).toBeCloseTo(3 / Math.sqrt((22 / 3) * (8 / 15)), 12)
  })

  it('is as rare as Student’s t says, given as a normal deviate', () => {
    // Of t with 25 degrees of freedom 3.725 is as rare as 3.291 of a normal: two-sided 0.001 (t tables).
    const { z } = meanAgainstMean([3.725 * Math.sqrt(27 / 26)], { mean: 0, sd: 1, n: 26 })
    expect(z).toBeCloseTo(3.29, 2)
    expect(meanAgainstMean([-1], { mean: 0, sd: 1, n: 26 }).z).toBeLessThan(0)
  })

  it('takes one side’s spread where the other is a single run, and says nothing of one run against one', () => {
    const single = meanAgainstMean([1, 3], { mean: 2, n: 1 })
    expect(single.difference.standardError).toBeCloseTo(Math.sqrt(2 * 1.5), 12)
    expect(meanAgainstMean([5], { mean: 2, n: 1 })).toEqual({
      difference: { mean: 3, standardError: undefined, df: 0, seeds: 1, comparisons: 1 },
      t: undefined,
      z: undefined,
    })
    expect(() => meanAgainstMean([], { mean: 2, n: 1 })).toThrow(RangeError)
  })

  it('forgives the digits that were not printed, however many seeds there are', () => {
    const printed = { mean: 232, sd: 0, n: 24, resolution: 1 }
    expect(meanAgainstMean([231.5, 231.5, 231.5], printed).z).toBeGreaterThan(-Z_LIMIT)
    expect(meanAgainstMean([230, 230, 230], printed).z).toBeLessThan(-Z_LIMIT)
    expect(meanAgainstMean([230, 230], { mean: 232, sd: 0, n: 24 }).z).toBe(Number.NEGATIVE_INFINITY)
    expect(meanAgainstMean([232, 232], { mean: 232, sd: 0, n: 24 }).z).toBe(0)
  })
})

describe('by chance', () => {
  it.each([1, 3, 16])('%i seeds lie as far out as a normal deviate does', (seeds) => {
    const compare = simulated(10 + seeds)
    const sizes: number[] = []
    for (let round = 0; round < ROUNDS; round++) sizes.push(Math.abs(compare(round, NOISY, seeds, 0).z!))
    const beyond = (limit: number) => sizes.filter((z) => z > limit).length / ROUNDS
    // Five standard deviations of these shares either way: 0.22 % and 0.032 % for one.
    expect(Math.abs(beyond(1.96) - 0.05)).toBeLessThan(0.0109)
    expect(Math.abs(beyond(3.29) - 0.001)).toBeLessThan(0.0016)
    // 2.6e-6 of all cases: 0.03 is expected here.
    expect(beyond(Z_LIMIT)).toBeLessThan(3 / ROUNDS)
  })

  it('two seeds against sixteen lie outside the 95 % interval in a twentieth of the cases', () => {
    const draw = draws(21)
    const outside = share(ROUNDS, () => {
      const { difference } = meanAgainstMean(draw(2, 1, 0), summary(draw(16, 1, 0)))
      return Math.abs(difference.mean) > halfWidthOf(difference)!
    })
    expect(Math.abs(outside - 0.05)).toBeLessThan(0.0109)
  })

  it('three seeds at three sizes add up to a normal deviate too', () => {
    const compare = simulated(5)
    const beyond = share(
      ROUNDS,
      (round) => Math.abs(combinedZ(TINY.map((size) => compare(round, size, 3, 0)))!) > 1.96,
    )
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.0109)
  })
})

describe('an error of 4 %', () => {
  const rounds = 4000

  it('of 16 seeds is found at the quiet size, and always by three sizes together', () => {
    const compare = simulated(7)
    expect(share(rounds, (round) => compare(round, TINY[0], 16, 0.04).z! > Z_LIMIT)).toBeGreaterThan(0.9)
    const together = (round: number) => combinedZ(TINY.map((size) => compare(round, size, 16, 0.04)))!
    expect(share(rounds, (round) => together(round) > Z_LIMIT)).toBe(1)
  })

  it('of 16 seeds is found in a quarter of the cases at the noisiest size, where one run scatters by 3 %', () => {
    const compare = simulated(8)
    expect(share(rounds, (round) => compare(round, NOISY, 16, 0.04).z! > Z_LIMIT)).toBeGreaterThan(0.2)
    expect(share(rounds, (round) => compare(round, NOISY, 16, 0.02).z! > Z_LIMIT)).toBeLessThan(0.05)
  })

  it('of three seeds is found by three sizes together in nearly half of the cases, and 6 % nearly always', () => {
    const compare = simulated(9)
    const found = (error: number) =>
      share(ROUNDS, (round) => combinedZ(TINY.map((size) => compare(round, size, 3, error)))! > Z_LIMIT)
    expect(found(0.04)).toBeGreaterThan(0.4)
    // 0.981 of 40,000 rounds; the standard error of these is 0.0014.
    expect(found(0.06)).toBeGreaterThan(0.97)
  })
})

it('of comparisons without a spread there is no sum', () => {
  const alone = meanAgainstMean([1], { mean: 2, n: 1 })
  expect(combinedZ([alone, meanAgainstMean([1, 2], { mean: 2, n: 1 })])).toBeUndefined()
  expect(combinedZ([])).toBeUndefined()
})
