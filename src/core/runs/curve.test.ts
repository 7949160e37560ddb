import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import {
  curve,
  curvePoints,
  extendLossCurve,
  lastValue,
  lossSpacing,
  memorizedCurve,
  stepsToBits,
} from './curve'
import type { Curve, FinishedRun, LiveValues, TrainingRun } from './run'

const trial = exampleTrial({ datasetSize: 16 })
const traces = { 'loss.step': [1, 9], 'loss.bitsPerToken': [4, 2], 'attack.step': [9], 'attack.auc': [0.8] }
const finished: FinishedRun = {
  state: 'finished',
  trial,
  record: exampleRecord(trial, { traces, memorizedBits: 256 }),
}
const training = (curves: LiveValues['curves']): TrainingRun => ({
  state: 'training',
  trial,
  live: { step: 9, datasetBits: 512, trainBitsPerToken: 2, memorizedBits: 256, curves, grid: undefined },
})

describe('a curve', () => {
  it('is the same from a record and live, by the name of its trace', () => {
    const values = { steps: [9], values: [0.8] }
    expect(curve(finished, 'attack.auc')).toEqual(values)
    expect(curve(training({ 'attack.auc': values }), 'attack.auc')).toEqual(values)
    expect(lastValue(finished, 'attack.auc')).toBe(0.8)
  })

  it('is none before there is one', () => {
    expect(curve({ state: 'planned', trial }, 'attack.auc')).toBeUndefined()
    expect(curve(finished, 'half.recall')).toBeUndefined()
    expect(lastValue(training({}), 'attack.auc')).toBeUndefined()
  })

  it('is drawn where it has numbers', () => {
    expect(curvePoints({ steps: [1, 2, 3], values: [5, Number.NaN] })).toEqual([{ x: 1, y: 5 }])
  })

  it('knows how far the kept steps of a loss lie apart', () => {
    expect(lossSpacing(1000)).toBeCloseTo(0.1159, 4)
    expect(lossSpacing(1)).toBe(0)
  })
})

describe('memorised bits over a run', () => {
  it('are the bits of the dataset less what it costs, finished or live', () => {
    const losses = { steps: [1, 9], values: [4, 2] }
    const expected = { steps: [1, 9], values: [0, 256] }
    expect(memorizedCurve(finished)).toEqual(expected)
    expect(memorizedCurve(training({ 'loss.bitsPerToken': losses }))).toEqual(expected)
    // Half of the bits half way from step 1 to step 9 on a log axis.
    expect(stepsToBits(finished, 128)).toBeCloseTo(3, 9)
    expect(stepsToBits(finished, 0)).toBe(1)
    expect(stepsToBits(finished, 257)).toBeUndefined()
  })

  it('are not known where a step sees a part of the data', () => {
    const part = exampleTrial({ datasetSize: 16, batch: 8 })
    expect(memorizedCurve({ ...finished, trial: part })).toBeUndefined()
    expect(stepsToBits({ ...finished, trial: part }, 1)).toBeUndefined()
  })

  it('are known where the whole was probed', () => {
    const part = training({
      'loss.bitsPerToken': { steps: [1], values: [3] },
      'whole.bitsPerToken': { steps: [1, 9], values: [4, 2] },
    })
    const trial = exampleTrial({ datasetSize: 16, batch: 8 })
    expect(memorizedCurve({ ...part, trial })).toEqual({ steps: [1, 9], values: [0, 256] })
  })
})

it('keeps reports of a loss that lie far enough apart, and begins anew with a member', () => {
  const reports = [1, 2, 100, 101, 120].map((step) => [step, 4 - step / 100] as const)
  const losses = reports.reduce<Curve | undefined>(
    (so, [step, loss]) => extendLossCurve(so, step, loss),
    undefined,
  )
  expect(losses).toEqual({ steps: [1, 2, 100, 120], values: [3.99, 3.98, 3, 2.8] })
  expect(extendLossCurve(losses, 120, 2)).toBe(losses)
  expect(extendLossCurve(losses, 3, 3.5)).toEqual({ steps: [3], values: [3.5] })
})
