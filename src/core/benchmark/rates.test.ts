/** What a report means. */
import { expect, it } from 'vitest'
import { trialFlop } from '../sweep/estimate'
import { presetById } from '../sweep/experiment'
import { experimentById } from '../sweep/experiments'
import { exampleReport } from '../testing/example-benchmark'
import { BENCHMARK_MODELS, flopPerSecond, nominalFlop } from './models'
import { fastestTrainer, quickSeconds, shareOfPeak } from './rates'

const experiment = experimentById('capacity')
const quick = experiment.plan(presetById(experiment, 'quick').config)

it('has both models of Quick, on its largest datasets', () => {
  for (const model of [BENCHMARK_MODELS['Quick-8'], BENCHMARK_MODELS['Quick-16']]) {
    const own = quick.filter(({ shape }) => shape.width === model.shape.width)
    expect(own[0]?.shape).toEqual(model.shape)
    expect(Math.max(...own.map(({ datasetSize }) => datasetSize))).toBe(model.batch)
  }
})

it('counts 6 operations per parameter and token, of all members', () => {
  // 13,824 parameters, 64 strings of 16 tokens.
  expect(nominalFlop(BENCHMARK_MODELS.XS)).toBe(6 * 13_824 * 1024)
  expect(flopPerSecond({ model: 'XS', members: 16, msPerStep: 2 })).toBe(16 * 6 * 13_824 * 1024 * 500)
})

it('holds a rate against the peak of the same hardware', () => {
  const report = exampleReport()
  const row = report.rows.find(({ trainer, model }) => trainer === 'thread' && model === 'XS')!
  expect(shareOfPeak(row, report)).toBeCloseTo((6 * 13_824 * 1024) / 8e-3 / 5e10, 9)
  expect(shareOfPeak(row, { peaks: { gpu: 1 } })).toBeUndefined()
})

it('takes Quick’s work at the rates of its own two models', () => {
  const flop = quick.reduce((sum, trial) => sum + trialFlop(trial), 0)
  const sameRate = (['Quick-8', 'Quick-16'] as const).map((model) => ({
    trainer: 'thread' as const,
    model,
    members: 1,
    msPerStep: nominalFlop(BENCHMARK_MODELS[model]) / 1e6,
  }))
  expect(quickSeconds({ rows: sameRate }, 'thread')).toBeCloseTo(flop / 1e9, 6)
  expect(quickSeconds({ rows: sameRate }, 'gpu')).toBeUndefined()
  expect(quickSeconds({ rows: sameRate.slice(1) }, 'thread')).toBeUndefined()
})

it('names who trains Quick the fastest', () => {
  expect(fastestTrainer(exampleReport())?.trainer).toBe('gpu')
  const rows = exampleReport().rows.filter(({ trainer }) => trainer !== 'gpu')
  expect(fastestTrainer({ rows })?.trainer).toBe('threads')
  // All threads are what the lab trains on, also where they are busy with something else.
  const busy = rows.map((row) => (row.trainer === 'threads' ? { ...row, msPerStep: 1000 } : row))
  expect(fastestTrainer({ rows: busy })?.trainer).toBe('threads')
  expect(fastestTrainer({ rows: rows.filter(({ trainer }) => trainer === 'thread') })?.trainer).toBe('thread')
  expect(fastestTrainer({ rows: [] })).toBeUndefined()
})
