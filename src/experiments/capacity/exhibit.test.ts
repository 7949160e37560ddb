import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { joinRuns, type Run, runsOfRecords } from '@/core/runs/run'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import capacity from './spec'

const planned = capacity.plan(presetById(capacity, 'tiny').config)

/** Bits per token that leave `share` of the data's bits memorised. */
const cost = (share: number) => 4 * (1 - share)
/** Larger data come later to nine tenths; strings are recalled whole below 2 bits of data per parameter. */
const runs = (recall: (trial: Trial) => number): TrialRecord[] =>
  planned.map((trial) => {
    const datasetBits = 32 * trial.datasetSize
    const memorizedBits = 0.5 * datasetBits
    const late = trial.datasetSize > 100
    return exampleRecord(trial, {
      memorizedBits,
      measures: { exactRecall: recall(trial), tokenAccuracy: 0.6 },
      traces: {
        'loss.step': [1, 10, 100, 300],
        'loss.bitsPerToken': [cost(-0.01), cost(late ? 0.3 : 0.48), cost(0.46), cost(0.5)],
      },
    })
  })
const cliff = ({ datasetSize }: Trial) => (datasetSize <= 64 ? 1 : 0)
const draw = (own: readonly Run[]): Record<string, LinesFigure> =>
  Object.fromEntries((exhibit.figures({ runs: own }) as LinesFigure[]).map((figure) => [figure.id, figure]))

describe('convergence', () => {
  it('draws one seed of the largest model, one line for each dataset', () => {
    const convergence = draw(runsOfRecords(runs(cliff))).convergence!
    expect(convergence.series.map(({ label }) => label)).toEqual(
      [8, 16, 32, 64, 128, 256].map((size) => `N ${size}`),
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
        label: 'N 8',
        points: [
          { x: 5, y: 0 },
          { x: 50, y: 128 },
        ],
      },
    ])
  })
})

it('draws the share of strings and of tokens that come back, and nothing that was not measured', () => {
  const recall = draw(runsOfRecords(runs(cliff))).recall!
  expect(recall.series.map(({ label }) => label)).toEqual(['d 8, L 1', 'tokens'])
  expect(recall.series[0]!.points.map(({ y }) => y)).toEqual([1, 1, 1, 1, 0, 0])
  const old = runs(cliff).map((record) => ({ ...record, measures: {}, traces: {} }))
  const { convergence, recall: unknown } = draw(runsOfRecords(old))
  expect([convergence!.series, unknown!.series]).toEqual([[], []])
})
