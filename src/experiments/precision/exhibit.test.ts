import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { PRECISIONS } from '@/core/model/precision'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'
import experiment from './spec'

const planned = experiment.plan(experiment.presets[0].config)

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

it('draws what is left by bits, and leaves out models that are worse than guessing', () => {
  const [after, training, cost] = exhibit.figures({ runs: runsOfRecords(recordsOf(planned)) }) as [
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
