import { describe, expect, it } from 'vitest'
import { ASSUMED_BITS_PER_PARAM } from '../metrics/assumed-capacity'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { capacityAxis } from './data-over-capacity'
import { joinRuns, type LiveValues, runsOfRecords } from './run'

const trials = [32, 64, 128].flatMap((datasetSize) =>
  [0, 1].map((seed) => exampleTrial({ datasetSize, seed })),
)
const held: Readonly<Record<number, number>> = { 32: 800, 64: 1200, 128: 1000 }
/** Seeds hold 12 bits more or less, and draw 64 bits more or less. */
const records = trials.map((trial) => {
  const shift = trial.seed === 0 ? 1 : -1
  return exampleRecord(trial, {
    memorizedBits: held[trial.datasetSize]! + 12 * shift,
    datasetBits: 32 * trial.datasetSize + 64 * shift,
  })
})
const { params } = trials[0]!
const runs = runsOfRecords(records)
const withFinished = (done: number) =>
  joinRuns(trials, new Map(records.slice(0, done).map((record) => [record.trialKey, record])))

describe('data over capacity', () => {
  it('is measured against the mean over seeds of the most that was held', () => {
    const axis = capacityAxis(runs)
    expect(axis.capacityOf(params)).toBeCloseTo(1200 / params, 12)
    expect(axis.range).toEqual([axis.of(runs[0]!), axis.of(runs.at(-1)!)])
  })

  it('puts the seeds of one size in one place', () => {
    const axis = capacityAxis(runs)
    expect(axis.of(runs[2]!)).toBe(axis.of(runs[3]!))
    expect(axis.of(runs[2]!)).toBeCloseTo((32 * 64) / 1200, 12)
  })

  it('does not move while a sweep runs', () => {
    for (const done of [0, 1, 5]) {
      const axis = capacityAxis(withFinished(done))
      expect(axis.capacityOf(params)).toBe(ASSUMED_BITS_PER_PARAM)
      expect(axis.label).toContain('3 bits per parameter')
      expect(axis.range[1]).toBeGreaterThanOrEqual((32 * 128) / (ASSUMED_BITS_PER_PARAM * params))
    }
  })

  it('has room for what trains, which may have fewer bits than any plan can know', () => {
    const live: LiveValues = {
      step: 1,
      datasetBits: 100,
      trainBitsPerToken: 1,
      memorizedBits: 1,
      curves: {},
      grid: undefined,
    }
    const [run, ...others] = joinRuns(trials, new Map(), new Map([[trials[0]!.key, live]]))
    expect(run?.state).toBe('training')
    const axis = capacityAxis([run!, ...others])
    expect(axis.range[0]).toBeCloseTo(100 / (ASSUMED_BITS_PER_PARAM * params), 12)
    expect(axis.range[0]).toBeLessThan(capacityAxis(withFinished(0)).range[0])
  })

  it('assumes a capacity where nothing was held, and knows a range where nothing is planned', () => {
    const none = runsOfRecords(trials.map((trial) => exampleRecord(trial, { memorizedBits: -5 })))
    expect(capacityAxis(none).capacityOf(params)).toBe(ASSUMED_BITS_PER_PARAM)
    expect(capacityAxis([]).range).toEqual([0.5, 16])
  })
})
