import { describe, expect, it } from 'vitest'
import { readRecord } from '../results/result'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { isWhole, joinRuns, type LiveValues, runsOfRecords } from './run'

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
