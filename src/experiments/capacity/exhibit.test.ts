import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { joinRuns, type Run, runsOfRecords } from '@/core/runs/run'
import { cliff, planned, recordsOf } from './example-records'
import { exhibit } from './exhibit'

const draw = (own: readonly Run[]): Record<string, LinesFigure> =>
  Object.fromEntries((exhibit.figures({ runs: own }) as LinesFigure[]).map((figure) => [figure.id, figure]))

describe('convergence', () => {
  it('draws one seed of the largest model, one line for each dataset', () => {
    const convergence = draw(runsOfRecords(recordsOf(cliff))).convergence!
    expect(convergence.series.map(({ label }) => label)).toEqual(
      [8, 16, 32, 64, 128, 256].map((size) => `${size} strings`),
    )
    expect(convergence.y.min).toBeLessThan(0)
    expect(draw([]).convergence!.series).toEqual([])
  })

  it('draws what trains, too', () => {
    const live = {
      step: 50,
      datasetBits: 256,
      trainBitsPerToken: 2,
      memorizedBits: 128,
      curves: { 'loss.bitsPerToken': { steps: [5, 50], values: [4, 2] } },
      grid: undefined,
    }
    const convergence = draw(joinRuns(planned, new Map(), new Map([[planned[0]!.key, live]]))).convergence!
    expect(convergence.series).toMatchObject([
      {
        label: '8 strings',
        points: [
          { x: 5, y: 0 },
          { x: 50, y: 128 },
        ],
      },
    ])
  })
})

it('draws the share of strings and of tokens that come back, and nothing that was not measured', () => {
  const recall = draw(runsOfRecords(recordsOf(cliff))).recall!
  expect(recall.series.map(({ label }) => label)).toEqual(['1,216 parameters', 'tokens'])
  expect(recall.series[0]!.points.map(({ y }) => y)).toEqual([1, 1, 1, 1, 0, 0])
  const old = recordsOf(cliff).map((record) => ({ ...record, measures: {}, traces: {} }))
  const { convergence, recall: unknown } = draw(runsOfRecords(old))
  expect([convergence!.series, unknown!.series]).toEqual([[], []])
})
