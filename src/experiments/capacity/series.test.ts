import { describe, expect, it } from 'vitest'
import { joinRuns, runsOfRecords } from '@/core/runs/run'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { capacityModels, testPeak } from './series'
import capacity from './spec'

const plan = (preset: string): Trial[] => capacity.plan(presetById(capacity, preset).config)
const modelsOf = (trials: readonly Trial[]) => capacityModels(joinRuns(trials, new Map()))

describe('models of a sweep', () => {
  it('have names no longer than needed, and a colour for each size, small to large', () => {
    const models = modelsOf(plan('lecture'))
    expect(models.map(({ label }) => label)).toEqual([
      '3,048 parameters',
      '5,724 parameters',
      '9,168 parameters',
      '18,360 parameters',
    ])
    expect(models.map(({ color }) => color)).toEqual([0, 4, 7, 11])
  })

  it('are told apart where they share width and layers', () => {
    const [trial] = plan('tiny')
    const other = { ...trial!, key: 'x', shape: { ...trial!.shape, heads: 4 } }
    expect(modelsOf([trial!, other]).map(({ label }) => label)).toEqual([
      '1,216 parameters, 2 heads',
      '1,216 parameters, 4 heads',
    ])
  })

  it('have sizes while they train, and are not complete before all have finished', () => {
    const planned = plan('tiny')
    const training = [100, 200].map((memorizedBits, i) => exampleTraining(planned[i]!, { memorizedBits }))
    const [model] = capacityModels(plannedWith(planned, ...training))
    expect(model).toMatchObject({ isComplete: false, capacityBits: 3 * 1216 })
    expect(model!.sizes).toMatchObject([
      { finished: [], test: undefined, memorized: { min: 100, max: 200, count: 2 } },
    ])
  })

  it('hold what all of their runs say once these have finished', () => {
    const trial = exampleTrial()
    const [model] = capacityModels(runsOfRecords([exampleRecord(trial, { memorizedBits: 500 })]))
    expect(model).toMatchObject({ isComplete: true, capacityBits: 500 })
    const [nothing] = capacityModels(runsOfRecords([exampleRecord(trial, { memorizedBits: -5 })]))
    expect(nothing).toMatchObject({ isComplete: true, capacityBits: 3 * 1216 })
  })
})

it('finds the size that tests worst, and whether that is inside', () => {
  const peakOf = (losses: readonly number[]) => {
    const records = losses.map((heldoutBitsPerToken, i) =>
      exampleRecord(exampleTrial({ datasetSize: 8 * (i + 1) }), { heldoutBitsPerToken }),
    )
    const peak = testPeak(capacityModels(runsOfRecords(records))[0]!)
    return [peak?.size.datasetSize, peak?.isInside]
  }
  expect(peakOf([5, 9, 4])).toEqual([16, true])
  expect(peakOf([9, 5, 4])).toEqual([8, false])
  expect(peakOf([4, 5, 9])).toEqual([24, false])
})
