import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { joinRuns, type Run, runsOfRecords } from '@/core/runs/run'
import { firstConfig } from '@/core/testing/example-record'
import { recordsOf } from './example-records'
import { exhibit } from './exhibit'
import { KNOB_IDS } from './knobs'
import experiment from './spec'

/** The small and slow batch came later. */
const KNOBS = KNOB_IDS.filter((id) => id !== 'smallBatchRate')
const planned = experiment.plan(firstConfig(experiment, 'tiny'))
const figures = (runs: readonly Run[]) => exhibit.figures({ runs }) as LinesFigure[]

describe('the figures', () => {
  it('draws the recipe and every variant, but no small batch while it trains', () => {
    const [side, byData, training] = figures(runsOfRecords(recordsOf(planned)))
    expect(side!.series.slice(0, -1).map(({ key, points }) => [key, points.map(({ x }) => x)])).toEqual(
      ['recipe', ...KNOBS].map((id, i) => [id, [i + 1]]),
    )
    // Two seeds of 1,900 and 1,910 bits.
    for (const { y } of side!.series.at(-1)!.points) expect(y).toBeCloseTo(1905 / 1216, 9)
    expect(byData!.series.map(({ key }) => key)).toEqual(['recipe', ...KNOBS])
    expect(byData!.series[0]!.color).toBe('kind-0')
    expect(new Set(byData!.series.map(({ color }) => color)).size).toBe(byData!.series.length)
    expect(training!.series.map(({ key }) => key)).toEqual([
      'recipe',
      ...KNOBS.filter((id) => id !== 'smallBatch'),
    ])
    // 152 strings of 32 bits, less 8 tokens of 2.5 bits each.
    expect(training!.series[0]!.points.at(-1)!.y).toBeCloseTo((152 * (32 - 20)) / 1216, 9)
    const empty = figures([])
    expect(empty.map(({ id }) => id)).toEqual(['side-by-side', 'training'])
    expect(empty.flatMap(({ series }) => series).every(({ points }) => points.length === 0)).toBe(true)
  })

  it('keeps the place of every variant while the first ones train, and draws no line of one size', () => {
    const own = planned.filter(({ datasetSize }) => datasetSize === 152)
    const live = {
      step: 9,
      datasetBits: 4864,
      trainBitsPerToken: 3,
      memorizedBits: 608,
      curves: {},
      grid: undefined,
    }
    const finished = recordsOf(own.slice(-1)).map((record) => [record.trialKey, record] as const)
    const [side, ...others] = figures(joinRuns(own, new Map(finished), new Map([[own[0]!.key, live]])))
    expect(others.map(({ id }) => id)).toEqual(['training'])
    expect(side!.series.map(({ points }) => points[0]!.x)).toEqual([1, 8, 0.5])
    expect(side!.series[0]!.points[0]).toMatchObject({ y: 0.5, live: true })
  })
})
