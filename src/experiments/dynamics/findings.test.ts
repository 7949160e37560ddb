import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { makeTrial, type Trial } from '@/core/sweep/trial'
import { findingOf, UNFILLED, wordsOf } from '@/core/testing/findings'
import { recordOf, STEPS, symbolsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'

const SEEDS = [0, 1, 2]
const seedsOf = (trial: Trial): Trial[] => SEEDS.map((seed) => makeTrial({ ...trial, seed }))
const [two, seven] = trialsOf('tiny').map(seedsOf) as [Trial[], Trial[]]

const findingsOf = (records: readonly TrialRecord[]) => exhibit.findings({ runs: runsOfRecords(records) })
const guessingOf = (records: readonly TrialRecord[]) => findingOf(findingsOf(records), 'guessing')
const orderOf = (records: readonly TrialRecord[], id: 'found' | 'learned') =>
  findingOf(findingsOf(records), id)
const all = (trials: readonly Trial[], guesses = true, more: Partial<TrialRecord> = {}) =>
  trials.map((trial) => recordOf(trial, guesses, more))

describe('guessing', () => {
  it('is a phase between two steps', () => {
    const { verdict, values } = guessingOf(all(two))
    expect(verdict).toBe('agrees')
    expect(values).toMatchObject({ label: '2 symbols', positions: 'sinusoidal', totalSteps: 500 })
    // The alphabet has 0.95 shortly before step 50, when the loss is down at 1.1 bits already; that falls below 0.9 bits at a sixth of the way from 1 at step 100 to 0.4 at step 200.
    for (const from of values.from) expect(from).toBeCloseTo(10 + (40 * 0.45) / 0.46, 6)
    for (const to of values.to) expect(to).toBeCloseTo(100 + 100 / 6, 6)
    expect(values.learned).toHaveLength(3)
    expect(values.decision!.effect.mean).toBeCloseTo(Math.log(values.to[0]! / values.from[0]!), 9)
  })

  it('is none where the string is learned before its alphabet is found', () => {
    const { verdict, values } = guessingOf(all(two, false))
    expect(verdict).toBe('differs')
    expect(values.decision!.effect.mean).toBeLessThan(0)
  })

  it('is none where the loss passes by within what probes can tell', () => {
    // Down to guessing at step 48, and below it at step 51.
    const passing = { traces: { 'look.bitsPerToken': [6, 4, 1, 0.1, 0.05, 0.02] } }
    const mass = { traces: { ...passing.traces, 'look.alphabetMass': [0.1, 0.94, 1, 1, 1, 1] } }
    expect(guessingOf(all(two, true, mass)).verdict).toBe('no effect')
  })

  it('is not told from one seed', () => {
    expect(guessingOf(all(two.slice(0, 1))).verdict).toBe('not told apart')
  })

  it('is judged without a seed that did not learn the string, where most did', () => {
    const never = { traces: { 'look.bitsPerToken': [6, 4, 1, 1, 1, 1] } }
    const [last, ...others] = [...two].reverse() as [Trial, ...Trial[]]
    const { verdict, values } = guessingOf([...all(others), recordOf(last, true, never)])
    expect(verdict).toBe('agrees')
    expect(values).toMatchObject({ leftOut: 1, learned: [expect.anything(), expect.anything()] })
    expect(values.to).toHaveLength(2)
  })

  it('is not judged before the string is known', () => {
    const cut = all(two).map((record) => ({
      ...record,
      traces: Object.fromEntries(Object.entries(record.traces).map(([name, own]) => [name, own.slice(0, 4)])),
    }))
    const { verdict, values } = guessingOf(cut)
    expect(verdict).toBe('not reached')
    expect(values).toMatchObject({ learned: [], to: [], endLoss: [1, 1, 1], decision: undefined })
  })

  it('names the positions that the model has', () => {
    expect(guessingOf(all(trialsOf('nowhere'))).values.positions).toBe('none')
    const llama = two.map((trial) =>
      makeTrial({ ...trial, family: 'llama', shape: { ...trial.shape, positions: undefined } }),
    )
    expect(guessingOf(all(llama)).values.positions).toBe('rotary')
  })
})

describe('the order of alphabets', () => {
  /** The larger one is found later, and known sooner. */
  const later = {
    traces: {
      'look.alphabetMass': [0, 0, 0.9, 0.96, 1, 1],
      'look.bitsPerToken': [6, 4, 2.8, 0.1, 0.05, 0.02],
    },
  }

  it('agrees where more entropy is found later and known sooner', () => {
    const records = [...all(two), ...all(seven, true, later)]
    const found = orderOf(records, 'found')
    expect(found.verdict).toBe('agrees')
    expect(found.values.entropies).toEqual([1, Math.log2(7)])
    expect(found.values.steps.map((own) => own.length)).toEqual([3, 3])
    expect(found.values.changes).toHaveLength(3)
    expect(found.values.changes[0]).toBeGreaterThan(0)
    const learned = orderOf(records, 'learned')
    expect(learned.verdict).toBe('agrees')
    expect(learned.values.changes[0]).toBeLessThan(0)
  })

  it('has no effect where both are alike, and differs where it is the other way about', () => {
    expect(orderOf([...all(two), ...all(seven)], 'found').verdict).toBe('no effect')
    expect(orderOf([...all(two, true, later), ...all(seven)], 'found').verdict).toBe('differs')
  })

  it('is open with one seed, and not reached where a string is not', () => {
    const one = [...all(two.slice(0, 1)), ...all(seven.slice(0, 1), true, later)]
    expect(orderOf(one, 'found').verdict).toBe('not told apart')
    const never = { traces: { 'look.bitsPerToken': [6, 4, 3, 3, 2, 2] } }
    const { verdict, values } = orderOf([...all(two), ...all(seven, true, never)], 'learned')
    expect(verdict).toBe('not reached')
    expect(values).toMatchObject({ steps: [expect.any(Array), []], changes: [] })
  })

  it('is none of one alphabet', () => {
    expect(findingsOf(all(two)).map(({ id }) => id)).toEqual(['guessing', 'position', 'heldOut'])
  })
})

describe('the order of positions', () => {
  /** Tokens that are known from the second, third … probe on: one for each of `probes`. */
  const learnedBy = (...probes: number[]) => ({
    traces: {
      tokenPosition: probes.map((_, i) => 8 * i),
      tokens: STEPS.flatMap((_, step) => probes.map((probe) => (step >= probe ? 0.9 : 0.1))),
    },
  })
  const positionOf = (records: readonly TrialRecord[]) => findingOf(findingsOf(records), 'position')

  it('is from left to right where each token is learned after the one before it', () => {
    const { verdict, values } = positionOf(all([...two, ...seven], true, learnedBy(1, 2, 3, 4)))
    expect(verdict).toBe('differs')
    expect(values).toMatchObject({ runs: 6, decision: { effect: { mean: expect.closeTo(1, 9), seeds: 3 } } })
  })

  it('is none where early and late tokens take turns, counts a relapse, and says nothing of one seed', () => {
    const mixed = learnedBy(3, 1, 4, 2)
    expect(positionOf(all(two, true, mixed))).toMatchObject({
      verdict: 'agrees',
      values: { decision: { effect: { mean: 0 } } },
    })
    expect(positionOf(all(two.slice(0, 1), true, mixed)).verdict).toBe('not told apart')
    const relapse = {
      traces: { ...mixed.traces, tokens: mixed.traces.tokens.map((p, i) => (i === 17 ? 0.2 : p)) },
    }
    expect(positionOf(all(two, true, relapse)).values.decision.effect.mean).toBeLessThan(0)
  })

  it('is not asked of strings that were not learned, nor of tokens that came all at once', () => {
    const ids = (more: Partial<TrialRecord>) => findingsOf(all(two, true, more)).map(({ id }) => id)
    const { tokens, tokenPosition } = learnedBy(3, 1, 4, 2).traces
    expect(ids({ traces: { tokens, tokenPosition, 'look.bitsPerToken': [6, 4, 1, 1, 1, 1] } })).not.toContain(
      'position',
    )
    expect(ids(learnedBy(2, 2, 2, 2))).not.toContain('position')
    expect(ids({ traces: { tokens: [], tokenPosition: [] } })).not.toContain('position')
  })
})

it('tells on strings that cost less than they can', () => {
  const heldOut = (heldoutMemorizedBits: number) =>
    findingsOf(all([...two, ...seven], true, { heldoutMemorizedBits })).at(-1)!
  // No paper has said so, so there is none to agree with.
  expect(heldOut(1)).toMatchObject({ id: 'heldOut', verdict: 'seen', values: { leaking: 0 } })
  expect(exhibit.sentence(heldOut(1))).not.toHaveProperty('paper')
  expect(heldOut(100)).toMatchObject({ verdict: 'differs', values: { leaking: 6 } })
})

it('takes one run beyond the slack for a leak only where the mean over seeds is beyond it', () => {
  const oneRun = (memorized: number) => {
    const records = all(two).map((record, i) => ({
      ...record,
      heldoutMemorizedBits: i === 0 ? memorized : 0,
    }))
    return findingsOf(records).at(-1)
  }
  expect(oneRun(30)).toMatchObject({ id: 'heldOut', verdict: 'seen', values: { leaking: 1 } })
  expect(oneRun(300)).toMatchObject({ verdict: 'not told apart', values: { leaking: 1 } })
})

it('fills every sentence', () => {
  const records = trialsOf('quick').flatMap(seedsOf)
  const sweeps = [
    records.map((trial) => recordOf(trial)),
    records.map((trial) => recordOf(trial, symbolsOf(trial) < 5, { heldoutMemorizedBits: 1e4 })),
    records
      .slice(0, 1)
      .map((trial) => recordOf(trial, true, { traces: { 'look.bitsPerToken': [6, 5, 5, 5, 5, 5] } })),
  ]
  for (const finding of sweeps.flatMap(findingsOf))
    expect(wordsOf(exhibit.sentence(finding))).not.toMatch(UNFILLED)
})
