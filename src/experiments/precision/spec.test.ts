import { describe, expect, it } from 'vitest'
import { PRECISIONS } from '@/core/model/precision'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'
import experiment from './spec'

const config = (preset: string) => experiment.presets.find(({ id }) => id === preset)!.config
const planned = experiment.plan(config('tiny'))

const LEFT: Readonly<Record<string, number>> = {
  int8: 0.97,
  int7: 0.89,
  int6: 0.62,
  int5: -0.01,
  int4: -8,
  int8PerChannel: 0.99,
  int7PerChannel: 0.96,
  int6PerChannel: 0.7,
}
const COST: Readonly<Record<string, number>> = { 'bfloat16-stored': 0.96, 'bfloat16-forward': 0.998 }

const recordsOf = (trials: readonly Trial[], left = LEFT): TrialRecord[] =>
  trials.map((trial) => {
    const memorizedBits = (2 + 0.01 * trial.seed) * trial.params * (COST[precisionOf(trial.settings)] ?? 1)
    const formats = [...FLOATS, ...INTEGERS, ...CHANNEL_INTEGERS]
    return exampleRecord(trial, {
      memorizedBits,
      measures: Object.fromEntries(
        formats.map((format) => [
          measureOf(format),
          memorizedBits * (left[format.id] ?? (format.bitsPerWeight === 16 ? 1 : -20)),
        ]),
      ),
      traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [4, 2] },
    })
  })

describe('precision', () => {
  it('plans float32 as the plain run, and each other way by its name', () => {
    expect(planned).toHaveLength(2 * PRECISIONS.length)
    expect(planned.filter(({ settings }) => Object.keys(settings).length === 0)).toHaveLength(2)
    expect(new Set(planned.map(({ settings }) => precisionOf(settings)))).toEqual(new Set(PRECISIONS))
    expect(experiment.plan(config('after'))).toHaveLength(3)
    expect(experiment.plan(config('lecture'))[0]).toMatchObject({ params: 8912, datasetSize: 371 })
    const many = {
      ...config('tiny'),
      datasetSizes: [...Array(12).keys()].map((i) => i + 8),
      seeds: [...Array(16).keys()],
    }
    expect(experiment.problems(many)).toEqual([
      { field: 'seeds', message: 'makes 1152 trials; at most 1000 fit in one sweep' },
    ])
  })

  it('is held against the independent trainer at the independent trainer’s size only', () => {
    const int7 = checks.find(({ what }) => what.includes('int7'))!
    const measured = int7.measure(recordsOf(experiment.plan(config('lecture'))))
    expect(measured).toHaveLength(3)
    expect(measured[0]).toBeCloseTo(2 * 0.96, 9)
    expect(int7.measure(recordsOf(planned))).toEqual([])
  })

  it('says in the form that 16 bits are emulated', () => {
    expect(experiment.fields.precision!.help).toContain('emulated on every device')
  })
})
