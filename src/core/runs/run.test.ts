import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRecord } from '../results/read-record'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import {
  finishedRuns,
  isWhole,
  joinRuns,
  type LiveValues,
  recordsOf,
  runsOfRecords,
  startedRuns,
  withLive,
} from './run'

const live: LiveValues = {
  step: 3,
  datasetBits: 512,
  trainBitsPerToken: 2,
  memorizedBits: 0,
  curves: {},
  grid: undefined,
}
const trials = [8, 16, 32].map((datasetSize) => exampleTrial({ datasetSize }))
const [finished, training] = trials
const records = new Map([[finished!.key, exampleRecord(finished)]])

describe('the join of a sweep', () => {
  it('says of every trial, in the order of the plan, how far it has come', () => {
    const runs = joinRuns(trials, records, new Map([[training!.key, live]]))
    expect(runs.map(({ state, trial }) => [state, trial.datasetSize])).toEqual([
      ['finished', 8],
      ['training', 16],
      ['planned', 32],
    ])
    expect(isWhole(runs)).toBe(false)
  })

  it('takes a record for the last word, and nothing of other sweeps', () => {
    const other = exampleTrial({ seed: 7 })
    const runs = joinRuns(trials, records, new Map([finished, other].map((trial) => [trial!.key, live])))
    expect(runs.map(({ state }) => state)).toEqual(['finished', 'planned', 'planned'])
  })
})

describe('any sweep', () => {
  const planned = [1, 2, 4, 8, 16].map((datasetSize) => exampleTrial({ datasetSize }))
  const strange = exampleTrial({ seed: 7 })
  const anyOf = fc.subarray([...planned, strange])
  const plans = fc.shuffledSubarray(planned)
  const recordsOfTrials = (some: readonly (typeof strange)[]) =>
    new Map(some.map((trial) => [trial.key, exampleRecord(trial)]))
  const liveOf = (some: readonly (typeof strange)[]) =>
    new Map(some.map((trial, step) => [trial.key, { ...live, step }]))

  it('has each of its trials once, in order, in the state that is furthest on', () => {
    fc.assert(
      fc.property(plans, anyOf, anyOf, (plan, done, now) => {
        const runs = joinRuns(plan, recordsOfTrials(done), liveOf(now))
        expect(runs.map(({ trial }) => trial)).toEqual(plan)
        for (const run of runs) {
          const state = done.includes(run.trial)
            ? 'finished'
            : now.includes(run.trial)
              ? 'training'
              : 'planned'
          expect(run.state).toBe(state)
          if (run.state === 'finished') expect(run.record.trialKey).toBe(run.trial.key)
        }
        expect(recordsOf(runs)).toHaveLength(finishedRuns(runs).length)
        expect(startedRuns(runs)).toEqual(runs.filter(({ state }) => state !== 'planned'))
      }),
    )
  })

  it('is the same whether live values come at once or later', () => {
    fc.assert(
      fc.property(plans, anyOf, anyOf, (plan, done, now) => {
        const records = recordsOfTrials(done)
        const values = liveOf(now)
        const runs = joinRuns(plan, records)
        expect(withLive(runs, values)).toEqual(joinRuns(plan, records, values))
        // What did not change is the same object, by which the page knows what to draw again.
        withLive(runs, values).forEach((run, i) => {
          if (run.state !== 'training') expect(run).toBe(runs[i])
        })
        expect(withLive(runs, new Map())).toBe(runs)
      }),
    )
  })
})

describe('runs of records alone', () => {
  it('have the trials that the records were made from', () => {
    const odd = exampleTrial({
      source: { id: 'alphabet', symbols: 4, skew: 0.5 },
      settings: { weightDecay: 0.1 },
    })
    const runs = runsOfRecords([...trials, odd].map((trial) => readRecord(exampleRecord(trial))))
    expect(runs.map(({ trial }) => trial)).toEqual([...trials, odd])
    expect(isWhole(runs)).toBe(true)
    expect(isWhole([])).toBe(false)
  })
})
