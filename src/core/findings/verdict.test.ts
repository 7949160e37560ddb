/** The rule against its own promises: worked cases, its false alarms, and that more seeds never weaken it. */
import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { effectOf, halfWidthOf } from '../metrics/effect'
import { type Decision, decideAbove, decideEqual } from './verdict'

describe('an effect over seeds', () => {
  it('has the interval of its mean', () => {
    const effect = effectOf([1, 2, 3])
    expect(effect).toMatchObject({ mean: 2, df: 2, seeds: 3 })
    expect(halfWidthOf(effect)).toBeCloseTo(4.303 / Math.sqrt(3), 12)
  })

  it('has none for one seed', () => {
    expect(halfWidthOf(effectOf([7]))).toBeUndefined()
  })
})

describe('a statement', () => {
  it.each([
    ['agrees', [1.1, 1.2, 1.3], 0.5],
    ['differs', [-1.1, -1.2, -1.3], 0.5],
    ['no effect', [0.01, 0, -0.01], 0.5],
    ['not told apart', [0.2, 1, 0.4], 0.5],
    ['not told apart', [9], 0.5],
    ['not told apart', [0, 0, 0], 0],
  ] as const)('of more than a margin %s', (verdict, values, margin) => {
    expect(decideAbove(effectOf(values), margin).verdict).toBe(verdict)
  })

  it('of equality agrees inside the margin and differs on both sides', () => {
    expect(decideEqual(effectOf([0.01, 0, -0.01]), 0.5).verdict).toBe('agrees')
    expect(decideEqual(effectOf([1.1, 1.2, 1.3]), 0.5).verdict).toBe('differs')
    expect(decideEqual(effectOf([-1.1, -1.2, -1.3]), 0.5).verdict).toBe('differs')
    expect(decideEqual(effectOf([0.2, 1, 0.4]), 0.5).verdict).toBe('not told apart')
  })

  it('says how many seeds would decide, where that can be told', () => {
    const open = decideAbove(effectOf([1, 2, 0]))
    expect(open.verdict).toBe('not told apart')
    // Standard deviation 1, mean 1: t(n − 1) / √n falls below 1 at n = 7.
    expect(open.seedsNeeded).toBe(7)
    expect(decideAbove(effectOf([1])).seedsNeeded).toBeUndefined()
    expect(decideAbove(effectOf([1, -1])).seedsNeeded).toBeUndefined()
    expect(decideAbove(effectOf([1.1, 1.2, 1.3])).seedsNeeded).toBeUndefined()
  })
})

/** Draws so many standard normal numbers at each call. */
function normals(count: number): () => number[] {
  const { normal } = randomStream('bootstrap', count)
  return () => Array.from({ length: count }, normal)
}

it('raises no more false alarms where the best of six equals is held against the worst', () => {
  const [kinds, pairs, trials] = [6, 15, 2000]
  const draw = normals(kinds)
  let alarms = 0
  for (let i = 0; i < trials; i++) {
    const seeds = Array.from({ length: 3 }, draw)
    const means = Array.from({ length: kinds }, (_, kind) => seeds.reduce((sum, own) => sum + own[kind]!, 0))
    const [best, worst] = [means.indexOf(Math.max(...means)), means.indexOf(Math.min(...means))]
    const difference = effectOf(
      seeds.map((own) => own[best]! - own[worst]!),
      pairs,
    )
    if (decideAbove(difference).verdict === 'agrees') alarms++
  }
  expect(alarms / trials).toBeLessThan(0.05)
})

describe('over simulated seeds', () => {
  const TRIALS = 4000
  /** Trials without an effect, for each number of seeds. */
  const chance = [2, 3, 5, 8, 16, 32].map((count) => Array.from({ length: TRIALS }, normals(count)))

  /** How often an effect of so many standard deviations of one seed is told, and its opposite, for each number of seeds. */
  const told = (effect: number, margin = 0) => {
    const verdicts = chance.map((trials) =>
      trials.map((values) => decideAbove(effectOf(values.map((value) => value + effect)), margin).verdict),
    )
    const shares = (verdict: Decision['verdict']) =>
      verdicts.map((own) => own.filter((one) => one === verdict).length / TRIALS)
    return { agrees: shares('agrees'), differs: shares('differs') }
  }

  it('raises no more false alarms than 2.5 % on either side', () => {
    // 4,000 trials of 2.5 %: a standard error of 0.25 %.
    const { agrees, differs } = told(0)
    for (const share of [...agrees, ...differs]) expect(share).toBeLessThan(0.035)
  })

  it.each([1, 2, 3])(
    'tells an effect of %d standard deviations the better the more seeds there are',
    (effect) => {
      const power = told(effect).agrees
      for (const [i, share] of power.slice(1).entries())
        expect(share).toBeGreaterThanOrEqual(power[i]! - 0.01)
      expect(power.at(-1)).toBeGreaterThan(0.99)
    },
  )

  it('tells an effect beyond a margin the better the more seeds there are', () => {
    const power = told(2, 1).agrees
    for (const [i, share] of power.slice(1).entries()) expect(share).toBeGreaterThanOrEqual(power[i]! - 0.01)
    expect(power.at(-1)).toBeGreaterThan(0.99)
  })
})
