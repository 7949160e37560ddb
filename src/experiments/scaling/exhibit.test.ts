import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { joinRuns, type Run, runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, presetTrials } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import experiment from './spec'

const tiny = presetTrials(experiment, 'tiny')
const figures = (runs: readonly Run[]) => exhibit.figures({ runs }) as LinesFigure[]

/** 1.8 bits for each parameter less 100, and a little from the seed. */
const onLine = ({ params, seed }: Trial): number => 1.8 * params - 100 + seed

it('draws the paper’s table beside what was measured, and live models among them', () => {
  const [capacity, table, share] = figures(
    runsOfRecords(tiny.map((trial) => exampleRecord(trial, { memorizedBits: onLine(trial) }))),
  )
  expect(capacity!.series.map(({ label }) => label)).toEqual(['1 layer', 'fit: 1.80', 'paper: 3.91'])
  expect(table!.series.find(({ key }) => key === 'float32')!.points).toHaveLength(16)
  expect(table!.x).toMatchObject({ min: 1216, max: 6_859_520 })
  expect(share!.series[0]!.points.every(({ x, y }) => x > 0 && x < 100 && y < 3)).toBe(true)
  const [one] = tiny
  const live = {
    step: 9,
    datasetBits: 900,
    trainBitsPerToken: 2,
    memorizedBits: 500,
    curves: {},
    grid: undefined,
  }
  const [training] = figures(joinRuns(tiny, new Map(), new Map([[one!.key, live]])))
  expect(training!.series[0]!.points).toEqual([{ x: one!.params, y: 500, live: true }])
  expect(training!.series.map(({ key }) => key)).not.toContain('fit')
})
