import { describe, expect, it } from 'vitest'
import { totalFlop, trialFlop } from '@/core/sweep/estimate'
import type { Experiment } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'
import { planSweep } from '@/core/sweep/sweep'
import { summarizePlan } from './plan-summary'
import { REPORT } from './testing/fake-services'

const capacity = experimentById('capacity')
const tiny = capacity.presets[0].config
const configOf = (experiment: Experiment, values: ConfigValues) => {
  const problems = experiment.problems(values)
  const sweep = problems.length === 0 ? planSweep(experiment, experiment.presets[0].id, values) : undefined
  return { experiment, values, problems, sweep }
}
const summarize = (changes: ConfigValues, finished: readonly string[] = [], device = REPORT) =>
  summarizePlan(configOf(capacity, { ...tiny, ...changes }), new Set(finished), device)

describe('plan summary', () => {
  it('counts trials, models and data', () => {
    const summary = summarize({ width: [8, 16], heads: [2, 4], datasetSizes: [8, 256], seeds: [0, 1] })
    expect(summary).toMatchObject({
      trials: 8,
      finished: 0,
      datasetBits: { min: 256, max: 8192 },
      refusal: undefined,
    })
    expect(summary.models.map(({ params }) => params)).toEqual([1216, 3968])
    expect(summary.models[0]?.predictedCapacityBits).toBeCloseTo(2190.5, 0)
  })

  it('counts only the work that is left', () => {
    const all = summarize({ datasetSizes: [8, 16], seeds: [0] })
    const [first] = capacity.plan({ ...tiny, datasetSizes: [8, 16], seeds: [0] })
    const rest = summarize({ datasetSizes: [8, 16], seeds: [0] }, [first?.key ?? ''])
    expect(rest).toMatchObject({ trials: 2, finished: 1, populations: 1 })
    expect(rest.flop / all.flop).toBeCloseTo(2 / 3, 10)
    expect(rest.seconds).toBeLessThan(all.seconds ?? 0)
  })

  it('counts the reference model, while anything is left that needs it', () => {
    const text = experimentById('text')
    const { config } = text.presets[0]
    const all = summarizePlan(configOf(text, config), new Set(), REPORT)
    const trialsAlone = totalFlop(text.plan(config))
    expect(all.flop - trialsAlone).toBe(text.extraFlop(config))
    expect(text.extraFlop(config)).toBeGreaterThan(3e10)
    const [one] = text.plan(config)
    const without = summarizePlan(configOf(text, config), new Set([one!.key]), REPORT)
    expect(without.flop).toBe(all.flop - trialFlop(one!))
    expect(without.seconds).toBeGreaterThan(text.extraFlop(config) / REPORT.speed.flopPerSecond)
    const keys = text.plan(config).map(({ key }) => key)
    expect(summarizePlan(configOf(text, config), new Set(keys), REPORT)).toMatchObject({
      flop: 0,
      seconds: 0,
    })
  })

  it('has nothing to do where everything is stored', () => {
    const keys = capacity.plan(tiny).map(({ key }) => key)
    expect(summarize({}, keys)).toMatchObject({
      finished: keys.length,
      populations: 0,
      flop: 0,
      seconds: 0,
      peakBytes: 0,
    })
  })

  it('counts with threads that train one long population together, each with all weights', () => {
    const changes = { datasetSizes: [1024], seeds: [0], steps: 100_000 }
    const device = { ...REPORT, maxMembers: 1, ragged: true, maxBytes: 1e12 }
    const one = summarize(changes, [], device)
    const four = summarize(changes, [], { ...device, workers: 4 })
    expect(four.seconds).toBeCloseTo((one.seconds ?? 0) / 4, 10)
    expect(four.peakBytes).toBeGreaterThan(one.peakBytes)
    expect(four.peakBytes).toBeLessThan(2 * one.peakBytes)
  })

  it('counts with populations that train side by side, within the memory of the device', () => {
    const changes = { datasetSizes: [256], seeds: [0, 1, 2, 3] }
    const device = { ...REPORT, maxMembers: 1 }
    const one = summarize(changes, [], device)
    const two = summarize(changes, [], { ...device, workers: 2 })
    expect(two.seconds).toBeCloseTo((one.seconds ?? 0) / 2, 10)
    expect(two.peakBytes).toBe(2 * one.peakBytes)
    const maxBytes = 1.5 * one.peakBytes
    expect(summarize(changes, [], { ...device, workers: 4, maxBytes }).peakBytes).toBe(maxBytes)
  })

  it('knows no time before the device was probed', () => {
    const summary = summarizePlan(configOf(capacity, tiny), new Set(), undefined)
    expect(summary.seconds).toBeUndefined()
    expect(summary.populations).toBeGreaterThan(0)
  })

  it('counts the populations that the runner will train on this device: shorter steps where it is slow', () => {
    const populations = (flopPerSecond: number) =>
      summarize({}, [], { ...REPORT, ragged: true, speed: { ...REPORT.speed, flopPerSecond } }).populations
    expect(populations(1e12)).toBeLessThan(populations(1e8))
    expect(populations(1)).toBe(capacity.plan(tiny).length)
  })

  it('refuses a trial that does not fit, with both numbers', () => {
    const { refusal } = summarize({}, [], { ...REPORT, maxBytes: 2e6 })
    expect(refusal).toMatch(
      /model of 1,216 parameters with 512 strings per step needs \d.*GB.*offers 0\.00200 GB/,
    )
  })

  it('refuses a sweep of more than 48 hours', () => {
    const speed = { secondsPerStep: 60, flopPerSecond: 1e9, secondsPerExponential: 0 }
    expect(summarize({ steps: 10_000 }, [], { ...REPORT, speed }).refusal).toMatch(/1,\d\d\d hours.*48/)
    expect(summarize({ steps: 10 }, [], { ...REPORT, speed }).refusal).toBeUndefined()
  })

  it('answers a config with problems by naming the field', () => {
    expect(summarize({ heads: [3] })).toMatchObject({
      trials: 0,
      refusal: 'heads: 3 heads do not divide width 8',
    })
  })
})
