import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { ASSUMED_CAPACITY, capacityAxis } from './data-over-capacity'

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

describe('data over capacity', () => {
  it('is measured against the mean over seeds of the most that was held', () => {
    const axis = capacityAxis({ planned: trials, records })
    expect(axis.capacityOf(params)).toBeCloseTo(1200 / params, 12)
    expect(axis.ofLive({ params, datasetBits: 600 })).toBeCloseTo(0.5, 12)
    expect(axis.range).toEqual([axis.ofRecord(records[0]!), axis.ofRecord(records.at(-1)!)])
  })

  it('puts the seeds of one size in one place', () => {
    const axis = capacityAxis({ planned: [], records })
    expect(axis.ofRecord(records[2]!)).toBe(axis.ofRecord(records[3]!))
    expect(axis.ofRecord(records[2]!)).toBeCloseTo((32 * 64) / 1200, 12)
  })

  it('does not move while a sweep runs', () => {
    for (const done of [0, 1, 5]) {
      const axis = capacityAxis({ planned: trials, records: records.slice(0, done) })
      expect(axis.capacityOf(params)).toBe(ASSUMED_CAPACITY)
      expect(axis.label).toContain('2.5 bits per parameter')
      expect(axis.range[1]).toBeGreaterThanOrEqual((32 * 128) / (ASSUMED_CAPACITY * params))
    }
  })

  it('has room for what trains, which may have fewer bits than any plan can know', () => {
    const [first] = trials
    const live = [
      { trialKey: first!.key, datasetBits: 100, trainBitsPerToken: 1, memorizedBits: 1, looked: undefined },
    ]
    const axis = capacityAxis({ planned: trials, records: [], live })
    expect(axis.range[0]).toBe(axis.ofLive({ params, datasetBits: 100 }))
    expect(axis.range[0]).toBeLessThan(capacityAxis({ planned: trials, records: [] }).range[0])
  })

  it('assumes a capacity where nothing was held, and knows a range where nothing is planned', () => {
    const none = trials.map((trial) => exampleRecord(trial, { memorizedBits: -5 }))
    expect(capacityAxis({ planned: [], records: none }).capacityOf(params)).toBe(ASSUMED_CAPACITY)
    expect(capacityAxis({ planned: [], records: [] }).range).toEqual([0.5, 16])
  })
})
