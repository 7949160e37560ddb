import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { PRECISIONS } from '@/core/model/precision'
import { runsOfRecords } from '@/core/runs/run'
import { firstConfig } from '@/core/testing/example-record'
import { recordsOf } from './example-records'
import { exhibit } from './exhibit'
import experiment from './spec'

const planned = experiment.plan(firstConfig(experiment, 'tiny'))

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
