import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { findingOf, UNFILLED, wordsOf } from '@/core/testing/findings'
import { cutTo, recordOf, trials } from './example-records'
import { exhibit } from './exhibit'
import type { SequenceFinding } from './findings'

const trial = trials[0]!
const findingsOf = (records: readonly TrialRecord[]) => exhibit.findings({ runs: runsOfRecords(records) })

const told = <Id extends SequenceFinding['id']>(id: Id, records: readonly TrialRecord[]) =>
  findingOf(findingsOf(records), id)

/** Gives every seed the same accuracies. */
const seeds = (record: TrialRecord): TrialRecord[] => [0, 1, 2].map((seed) => ({ ...record, seed }))

it('leaves out runs by the earlier timetable, which had no new string at the end', () => {
  const old = { ...recordOf(trial, 0.3, 0.9), trialKey: trial.key.replace('-p2', '') }
  expect(findingsOf([old])).toEqual([])
  expect(findingsOf([old, recordOf(trial, 0.3, 0.9)]).map(({ id }) => id)).toEqual([
    'left',
    'speed',
    'return',
  ])
})

describe('what is left', () => {
  it('is forgotten where it is less than half of what was known above guessing', () => {
    const { verdict, values } = told('left', seeds(recordOf(trial, 0.3, 0.9)))
    expect(verdict).toBe('agrees')
    expect(values).toMatchObject({ symbols: 7, strings: 4, chance: 1 / 7 })
    for (const seed of [0, 1, 2]) {
      expect(values.afterNext[seed]).toBeCloseTo(0.3, 9)
      expect(values.afterLast[seed]).toBeCloseTo(0.3, 9)
      expect(values.leftShare[seed]).toBeCloseTo((0.3 - 1 / 7) / (6 / 7), 9)
    }
    expect(told('left', seeds(recordOf(trial, 0.9, 0.5))).verdict).toBe('differs')
    expect(told('left', [recordOf(trial, 0.3, 0.9)]).verdict).toBe('not told apart')
  })

  it('is counted only of strings that were known', () => {
    const record = recordOf(trial, 0.3, 0.9)
    // Strings 2 and 3 at chance throughout would pull both means down.
    const { verdict, values } = told('left', seeds(cutTo(record, 0.16, [1, 2])))
    expect(verdict).toBe('agrees')
    for (const accuracy of values.afterNext) expect(accuracy).toBeCloseTo(0.3, 9)
    for (const most of [0.16, 0.14]) {
      expect(told('left', seeds(cutTo(record, most, [0, 1, 2, 3])))).toMatchObject({
        verdict: 'not reached',
        values: { leftShare: [] },
      })
    }
  })
})

it('counts strings that were never known', () => {
  expect(told('unknown', [cutTo(recordOf(trial, 0.3, 0.9), 0.8, [2])])).toMatchObject({
    verdict: 'not reached',
    values: { unknown: 1, strings: 4 },
  })
})

it('knows how fast the second and the last string are learned', () => {
  const { verdict, values } = told('speed', [recordOf(trial, 0.3, 0.9)])
  expect(verdict).toBe('seen')
  // Half known after 100 steps, wholly after 200: 0.99 at 198.
  expect(values.second).toEqual([expect.closeTo(198, 9)])
  expect(values.last).toEqual([expect.closeTo(198, 9)])
})

describe('what comes back', () => {
  const returnOf = (...middles: [again: number, control: number]) =>
    told('return', seeds(recordOf(trial, 0.3, ...middles)))

  it('is held against the new string right after it, however fast the strings before it were', () => {
    const sooner = returnOf(1, 0.5)
    expect(sooner).toMatchObject({ verdict: 'seen', values: { sooner: { verdict: 'agrees' } } })
    // From 0.3 to 1 in a hundred steps: 0.99 just before the end of them.
    expect(sooner.values.again![0]).toBeCloseTo(69 / 0.7, 9)
    expect(sooner.values.control![0]).toBeCloseTo(198, 9)
    expect(sooner.values.sooner!.effect.mean).toBeCloseTo(Math.log((198 * 0.7) / 69), 9)
    expect(returnOf(0.5, 1)).toMatchObject({ verdict: 'seen', values: { sooner: { verdict: 'differs' } } })
    expect(returnOf(1, 1)).toMatchObject({
      verdict: 'no effect',
      values: { sooner: { verdict: 'no effect' } },
    })
    // Known at 190 and 198: less than probes lie apart.
    expect(returnOf(0.9, 0.5).values.sooner!.verdict).toBe('no effect')
  })

  it('is not told sooner from one seed', () => {
    const { verdict, values } = told('return', [recordOf(trial, 0.3, 1, 0.5)])
    expect(verdict, 'as its headline says').toBe('not told apart')
    expect(values.sooner!.verdict).toBe('not told apart')
  })

  it('is sooner than a new one that is not known in its time, and not judged where it is not known itself', () => {
    const never = (string: number) => told('return', seeds(cutTo(recordOf(trial, 0.3, 1), 0.8, [string])))
    expect(never(4)).toMatchObject({
      verdict: 'seen',
      values: { control: undefined, sooner: { verdict: 'agrees' } },
    })
    expect(never(0)).toMatchObject({
      verdict: 'not reached',
      values: { again: undefined, sooner: undefined },
    })
  })
})

it('leaves out a seed that did not get there, where most did', () => {
  const records = seeds(recordOf(trial, 0.3, 1, 0.5))
  const [first, ...others] = records as [TrialRecord, ...TrialRecord[]]
  const back = told('return', [cutTo(first, 0.8, [0]), ...others])
  expect(back).toMatchObject({ verdict: 'seen', values: { leftOut: 1, sooner: { verdict: 'agrees' } } })
  const speed = told('speed', [cutTo(first, 0.8, [1]), ...others])
  expect(speed.verdict).toBe('seen')
  expect(speed.values.second).toHaveLength(2)
})

it('fills every sentence', () => {
  const record = recordOf(trial, 0.3, 0.9)
  const sweeps = [
    [record],
    seeds(record),
    seeds(recordOf(trial, 0.3, 1)),
    seeds(recordOf(trial, 0.9, 0.5, 1)),
    ...[[0], [1], [4], [0, 1, 2, 3]].map((strings) => seeds(cutTo(record, 0.16, strings))),
  ]
  for (const finding of sweeps.flatMap(findingsOf))
    expect(wordsOf(exhibit.sentence(finding))).not.toMatch(UNFILLED)
})
