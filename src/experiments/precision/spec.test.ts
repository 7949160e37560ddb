import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { PRECISIONS } from '@/core/model/precision'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { exhibit } from './exhibit'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'
import experiment from './spec'

const config = (preset: string) => experiment.presets.find(({ id }) => id === preset)!.config
const planned = experiment.plan(config('tiny'))
const { figures, findings } = exhibit

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

  it('says how many bits of a weight it takes to read what is stored', () => {
    const [needed, list, channel] = findings(recordsOf(planned))
    expect(needed).toMatchObject({ verdict: 'seen' })
    expect(needed!.text).toContain(
      'holds 2.00 bits per parameter (2.00 to 2.01 over 2 seeds) in float32; to read 95 % of them takes 7 bits for each weight, with one scale for each output of a matrix.',
    )
    expect(list!.text).toContain('8 bits 97 %, 7 bits 89 %, 6 bits 62 %, 5 bits nothing, 4 bits nothing')
    expect(channel!.text).toContain(
      'one scale for each output of a matrix: 8 bits 99 %, 7 bits 96 %, 6 bits 70 %, 5 bits nothing',
    )
    const [broken] = findings(recordsOf(planned, { int8: 0.5 }))
    expect(broken).toMatchObject({ verdict: 'not reached' })
  })

  it('claims a cost of rounding while training only beyond chance', () => {
    const found = findings(recordsOf(planned))
    const stored = found.find(({ text }) => text.startsWith('Weights stored in bf16:'))!
    expect(stored).toMatchObject({
      verdict: 'seen',
      text: 'Weights stored in bf16: −4.0 % of the bits (2 seeds).',
    })
    expect(stored.paper).toContain('3.83 bits per parameter in float32, 3.51 in bfloat16, −8 %')
    const computed = found.find(({ text }) => text.startsWith('Weights computed in bf16:'))!
    expect(computed).toMatchObject({ verdict: 'not reached' })
    expect(findings(recordsOf(planned.filter(({ settings }) => settings.precision !== undefined)))).toEqual(
      [],
    )
  })

  it('draws what is left by bits, and leaves out models that are worse than guessing', () => {
    const [after, training, cost] = figures({ planned, records: recordsOf(planned), live: [] }) as [
      LinesFigure,
      LinesFigure,
      LinesFigure,
    ]
    expect(cost.series.map(({ key }) => key)).toEqual([...PRECISIONS.slice(1), 'float32', 'chance'])
    // Two seeds of 2 and 2.01 bits per parameter.
    expect(cost.series.at(-1)!.points[0]!.y).toBeCloseTo((-100 * 0.01) / 2.005, 9)
    expect(cost.series.find(({ key }) => key === 'bfloat16-stored')!.points).toEqual([
      expect.objectContaining({
        x: 3,
        low: expect.any(Number),
        singles: [expect.any(Number), expect.any(Number)],
      }),
    ])
    expect(cost.series.find(({ key }) => key === 'bfloat16-stored')!.points[0]!.y).toBeLessThan(0)
    const points = (key: string) => after.series.find((series) => series.key === key)!.points
    expect(points('integers').map(({ x }) => x)).toEqual([5, 6, 7, 8])
    expect(points('channel').map(({ x }) => x)).toEqual([6, 7, 8])
    expect(points('integers').at(-1)!.y).toBeCloseTo(0.97 * 2.005, 9)
    expect(points('float32')).toEqual([expect.objectContaining({ x: 32, low: 2, high: 2.01 })])
    expect(after.y.min).toBe(-0.5)
    expect(training.series.map(({ key }) => key)).toEqual([...PRECISIONS])
    expect(training.series[0]!.points.at(-1)!.y).toBeCloseTo((152 * (32 - 16)) / 1216, 9)
  })

  it('is held against the independent trainer at its size only', () => {
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
