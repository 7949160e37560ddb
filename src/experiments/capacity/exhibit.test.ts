import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { memorizedWhileTraining } from '@/core/runs/curve'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import capacity from './spec'

const planned = capacity.plan(presetById(capacity, 'tiny').config)
const { figures, findings } = exhibit

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
const draw = (records: readonly TrialRecord[]) =>
  figures({ planned, records, live: [] }) as [LinesFigure, LinesFigure]

describe('convergence', () => {
  it('takes the bits during training from the loss of a full batch, and from no other', () => {
    const [record] = runs(cliff)
    const points = memorizedWhileTraining(record!)
    expect(points.map(({ x }) => x)).toEqual([1, 10, 100, 300])
    expect(points.at(-1)!.y).toBeCloseTo(record!.memorizedBits, 9)
    expect(points[0]!.y).toBeCloseTo(-0.01 * record!.datasetBits, 9)
    expect(memorizedWhileTraining({ ...record!, batch: 4 })).toEqual([])
    expect(memorizedWhileTraining({ ...record!, traces: {} })).toEqual([])
  })

  it('draws one seed of the largest model, one line for each dataset', () => {
    const [convergence] = draw(runs(cliff))
    expect(convergence.series.map(({ label }) => label)).toEqual(
      [8, 16, 32, 64, 128, 256].map((size) => `N ${size}`),
    )
    expect(convergence.y.min).toBeLessThan(0)
    expect(draw([])[0].series).toEqual([])
  })

  it('draws what trains, too', () => {
    const trial = planned[0]!
    const live = [
      {
        trialKey: trial.key,
        datasetBits: 256,
        trainBitsPerToken: 2,
        memorizedBits: 128,
        looked: undefined,
        course: { steps: [5, 50], bitsPerToken: [4, 2] },
      },
    ]
    const [convergence] = figures({ planned, records: [], live }) as [LinesFigure]
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

  /** Ends with 1500 bits at most; `at` a step nine tenths of that are there. */
  const converging = (at: (trial: Trial) => number) =>
    planned.map((trial) => {
      const datasetBits = 32 * trial.datasetSize
      const memorizedBits = Math.min(0.99 * datasetBits, 1500)
      const share = memorizedBits / datasetBits
      const steps = [1, 100, 200, 250, 275, 300]
      return exampleRecord(trial, {
        memorizedBits,
        traces: {
          'loss.step': steps,
          'loss.bitsPerToken': steps.map((step) => cost(step < at(trial) ? 0.5 * share : share)),
        },
      })
    })

  it('compares only sizes that end at the same bits, and says which', () => {
    const [later] = findings(converging(({ datasetSize }) => (datasetSize > 200 ? 300 : 250)))
    expect(later).toMatchObject({
      verdict: 'agrees',
      text: 'Of the datasets that end at about the same bits, 90 % of these are there after 250 steps (3 seeds) with 64 strings (1,500 bits in the end) and after 300 steps (3 seeds) with 256 strings (1,500 bits in the end).',
    })
  })

  it('calls it a disagreement where they come there together, and where only smaller data come sooner', () => {
    const together = converging(({ datasetSize }) => (datasetSize < 64 ? 1 : 275))
    expect(findings(together)[0]).toMatchObject({ verdict: 'differs' })
    const oneKeptStep = converging(({ datasetSize }) => (datasetSize > 200 ? 275 : 250))
    expect(findings(oneKeptStep)[0]).toMatchObject({
      verdict: 'differs',
      text: expect.stringContaining('no later than the kept steps tell apart, +9 %'),
    })
  })

  it('decides nothing where seeds overlap, or only one size is full', () => {
    const scattered = converging(({ datasetSize, seed }) => (datasetSize > 200 && seed > 0 ? 300 : 200))
    expect(findings(scattered)[0]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('seeds differ by as much'),
    })
    const small = converging(() => 250).filter(({ datasetSize }) => datasetSize <= 64)
    expect(findings(small)[0]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('Only the runs with 64 strings'),
    })
  })
})

describe('exact recall', () => {
  it('finds the cliff between the last size recalled whole and the first that is not', () => {
    const found = findings(runs(cliff))[1]!
    expect(found.verdict).toBe('seen')
    expect(found.text).toContain(
      '100 % of the strings are recalled whole at 1.68 bits of data per parameter and 0 % at 3.37',
    )
    expect(found.text).toContain('then still holds 1.68 bits per parameter (3 seeds)')
    const [, recall] = draw(runs(cliff))
    expect(recall.series.map(({ label }) => label)).toEqual(['d 8, L 1', 'tokens'])
    expect(recall.series[0]!.points.map(({ y }) => y)).toEqual([1, 1, 1, 1, 0, 0])
  })

  it('claims no cliff that was not reached', () => {
    expect(findings(runs(() => 1))[1]).toMatchObject({ verdict: 'not reached' })
    expect(findings(runs(() => 1))[1]!.text).toContain('Add larger datasets.')
    expect(findings(runs(() => 0))[1]!.text).toContain('Add smaller datasets, or train longer.')
  })

  it('says nothing of records that did not measure it', () => {
    const old = runs(cliff).map((record) => ({ ...record, measures: {}, traces: {} }))
    expect(findings(old)).toEqual([])
    expect(draw(old).map(({ series }) => series)).toEqual([[], []])
  })
})
