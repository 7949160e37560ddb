import { expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { makeTrial, type Trial } from '@/core/sweep/trial'
import { UNFILLED, wordsOf } from '@/core/testing/findings'
import { expectedOf, madeOf, recordOf, trials } from './example-records'
import { exhibit } from './exhibit'

const seeds = [0, 1, 2].flatMap((seed) => trials.map((trial) => makeTrial({ ...trial, seed })))
const findingsOf = (records: readonly TrialRecord[]) => exhibit.findings({ runs: runsOfRecords(records) })
const verdictsOf = (recordOfTrial: (trial: Trial) => TrialRecord, of: readonly Trial[] = seeds) =>
  findingsOf(of.map(recordOfTrial)).map(({ id, verdict }) => [id, verdict])

it('says which way the steps go, and whether that is the paper’s', () => {
  expect(verdictsOf(expectedOf)).toEqual([
    ['alphabetFound', 'agrees'],
    ['alphabetKnown', 'agrees'],
    ['entropyFound', 'no effect'],
    ['entropyKnown', 'agrees'],
    ['lengthFound', 'no effect'],
    ['lengthKnown', 'seen'],
  ])
  const backwards = (trial: Trial) => {
    const { symbols, skew, seqLen } = madeOf(trial)
    return recordOf(trial, 80 - symbols, 100 + 4 * symbols - 20 * skew + seqLen)
  }
  expect(verdictsOf(backwards).map(([, verdict]) => verdict)).toEqual([
    'differs',
    'differs',
    'no effect',
    'differs',
    'no effect',
    'seen',
  ])
})

it('finds no effect where steps hardly change, and cannot tell seeds that do not agree', () => {
  const alike = (trial: Trial) => recordOf(trial, 60 + madeOf(trial).symbols / 16, 200)
  expect(verdictsOf(alike).slice(0, 2)).toEqual([
    ['alphabetFound', 'no effect'],
    ['alphabetKnown', 'no effect'],
  ])
  const apart = (trial: Trial) => recordOf(trial, 30 + (trial.seed - 1) * madeOf(trial).symbols, 200)
  expect(verdictsOf(apart)[0]).toEqual(['alphabetFound', 'not told apart'])
})

it('knows the steps of each string and their change in each seed', () => {
  const [found, known] = findingsOf(seeds.map(expectedOf))
  expect(found!.values.places).toEqual([2, 4, 16])
  expect(found!.values.steps.map((own) => own.map(Math.round))).toEqual([
    [22, 22, 22],
    [24, 24, 24],
    [36, 36, 36],
  ])
  // Down the line ln steps against bits per token, 22 at 1, 24 at 2 and 36 at 4, whose least squares have a slope of 0.170.
  for (const change of found!.values.changes) expect(change).toBeCloseTo(3 * 0.17, 3)
  for (const change of known!.values.changes) expect(change).toBeLessThan(0)
})

it('decides nothing from one seed', () => {
  expect(verdictsOf(expectedOf, trials).map(([, verdict]) => verdict)).toEqual(
    Array(6).fill('not told apart'),
  )
})

it('says so where a string was not reached', () => {
  const late = (trial: Trial) => (madeOf(trial).symbols === 2 ? recordOf(trial, 22, 400) : expectedOf(trial))
  const known = findingsOf(seeds.map(late)).find(({ id }) => id === 'alphabetKnown')
  expect(known).toMatchObject({ verdict: 'not reached', values: { changes: [] } })
  expect(known!.values.steps[0]).toEqual([])
  expect(exhibit.sentence(known!).text).toContain('not reached with 2 symbols,')
})

it('has no finding where only one string was run', () => {
  expect(findingsOf([expectedOf(trials[0]!)])).toEqual([])
})

it('fills every sentence', () => {
  for (const records of [seeds.map(expectedOf), trials.map(expectedOf)])
    for (const finding of findingsOf(records))
      expect(wordsOf(exhibit.sentence(finding))).not.toMatch(UNFILLED)
})
