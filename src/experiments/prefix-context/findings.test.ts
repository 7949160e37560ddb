import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { findingOf, UNFILLED, verdictsOf, wordsOf } from '@/core/testing/findings'
import { type EnoughTokens, own, recordOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'

const l7 = trialsOf('tiny', 7)
/** The value of each seed; where fewer are given, the last stands for all others. */
const seedsOf = (...each: readonly EnoughTokens[]): TrialRecord[] =>
  l7.map((trial, i) => recordOf(trial, each[Math.min(i, each.length - 1)]!))
const findingsOf = (records: readonly TrialRecord[]) => exhibit.findings({ runs: runsOfRecords(records) })
const verdicts = (records: readonly TrialRecord[]) => verdictsOf(findingsOf(records))
const prefixOf = (records: readonly TrialRecord[]) => findingOf(findingsOf(records), 'prefix')

describe('a short prefix', () => {
  it('is a tenth of the string, behind symbols drawn anew', () => {
    const { verdict, values } = prefixOf(seedsOf(own))
    expect(verdict).toBe('agrees')
    expect(values).toMatchObject({ symbols: 7, seqLen: 64, tokens: 6, longest: 16 })
    expect(values.recall).toMatchObject({ kept: [1, 1, 1], resampled: [1, 1, 1], foreign: [0.2, 0.2, 0.2] })
    expect(values.enough).toMatchObject({
      shuffled: [4, 4, 4],
      resampled: [5, 5, 5],
      foreign: [undefined, undefined, undefined],
    })
    expect(prefixOf(seedsOf({ ...own, resampled: 12 })).verdict).toBe('differs')
  })

  it('is not judged to be too short where no prefix of that length was asked for', () => {
    const long = (enough: EnoughTokens) => trialsOf('long', 7).map((trial) => recordOf(trial, enough))
    expect(prefixOf(long(own))).toMatchObject({ verdict: 'agrees', values: { tokens: 16 } })
    expect(prefixOf(long({ ...own, resampled: 17 })).verdict).toBe('not reached')
  })
})

describe('what stands before it', () => {
  it('matters where symbols of the same alphabet are ahead of all others', () => {
    const context = findingOf(findingsOf(seedsOf(own)), 'context')
    expect(context).toMatchObject({
      verdict: 'agrees',
      values: { tokens: 5, recall: { kept: [1, 1, 1], shuffled: [1, 1, 1] } },
    })
  })

  it('has no effect where all are alike, and the opposite one where others are ahead', () => {
    const contextOf = (contexts: EnoughTokens) => verdicts(seedsOf({ ...own, ...contexts })).context
    expect(contextOf({ foreign: 4, constant: 4, removed: 4 })).toBe('no effect')
    expect(contextOf({ resampled: 12, removed: 4 })).toBe('differs')
  })
})

it('decides nothing from seeds that disagree, or from one', () => {
  const open = { prefix: 'not told apart', context: 'not told apart' }
  expect(verdicts(seedsOf(own).slice(0, 1))).toEqual(open)
  const late = { ...own, resampled: 12, foreign: 4 }
  expect(verdicts(seedsOf(late).slice(0, 1))).toEqual(open)
  expect(verdicts(seedsOf(own, late, own))).toEqual(open)
  expect(verdicts(seedsOf(late))).toEqual({ prefix: 'differs', context: 'differs' })
})

it('claims nothing about a string that is not known by heart', () => {
  expect(findingsOf([recordOf(l7[0]!, own), recordOf(l7[1]!, own, 0.8)])).toEqual([
    { id: 'known', verdict: 'not reached', values: { symbols: 7, seqLen: 64, accuracies: [1, 0.8] } },
  ])
})

it('leaves out a seed that does not know the string by heart, where most do', () => {
  const records = seedsOf(own).map((record, i) => (i === 2 ? recordOf(l7[2]!, {}, 0.98) : record))
  expect(verdicts(records)).toEqual({ prefix: 'agrees', context: 'agrees' })
  expect(prefixOf(records).values).toMatchObject({ leftOut: 1, recall: { resampled: [1, 1] } })
})

it('fills every sentence', () => {
  const sweeps = [
    seedsOf(own),
    seedsOf(own).slice(0, 1),
    seedsOf(own, { ...own, resampled: 12 }),
    seedsOf({ ...own, foreign: 4, constant: 4, removed: 4 }),
    trialsOf('long').map((trial) => recordOf(trial, {})),
    [recordOf(l7[0]!, own, 0.8)],
  ]
  for (const finding of sweeps.flatMap(findingsOf))
    expect(wordsOf(exhibit.sentence(finding))).not.toMatch(UNFILLED)
})
