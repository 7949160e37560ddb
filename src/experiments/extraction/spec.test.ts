import { describe, expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { exhibit } from './exhibit'
import experiment from './spec'

const trialsOf = (preset: string): Trial[] =>
  experiment.plan(experiment.presets.find(({ id }) => id === preset)!.config)

/** Runs that hold 2048 bits, 64 strings, at most. */
const CAPACITY = 2048
const recordsOf = (
  preset: string,
  recall: (x: number, prefix: number) => number,
  auc: (x: number) => number,
): TrialRecord[] =>
  trialsOf(preset).map((trial) => {
    const datasetBits = trial.datasetSize * trial.shape.seqLen * Math.log2(trial.shape.vocab)
    const x = datasetBits / CAPACITY
    const prefixes = Array.from({ length: trial.shape.seqLen }, (_, k) => k)
    return exampleRecord(trial, {
      memorizedBits: Math.min(datasetBits - 1, CAPACITY),
      measures: { auc: auc(x), tokenAccuracy: recall(x, 0) },
      traces: {
        'recall.prefix': prefixes,
        'recall.train': prefixes.map((prefix) => recall(x, prefix)),
        'recall.heldout': prefixes.map(() => 0.004),
        'recall.possible': prefixes.map(() => 1),
        'grid.probability': Array.from({ length: 2 * trial.shape.seqLen }, () => x / 100),
        'half.step': [1, 400],
        'half.recall': [0, recall(x, 4)],
      },
    })
  })
/** Whole up to capacity, half at 2 (shorter prefixes: less), none at 4 times capacity. */
const cliff = (x: number, prefix: number): number =>
  Math.min(1, Math.max(0, 1 - Math.log2(x) / (prefix < 4 ? 1 : 2)))
const findingsOf = (records: readonly TrialRecord[]) => exhibit.findings(records)

describe('extraction', () => {
  it('finds the cliff, what a longer prefix buys, and that membership outlives it', () => {
    const [found, order, prefix, strangers] = findingsOf(recordsOf('tiny', cliff, () => 0.99))
    expect(found!.text).toContain(
      'From their first 4 tokens over 99 % of the strings come back whole up to data of 1.00 times what the model holds, half of them at 2.00 times, and 0.0 % (one seed) of them at 16 times',
    )
    expect(order).toMatchObject({ verdict: 'agrees' })
    expect(order!.text).toMatch(/^Extraction dies first: .* at 16 times .* AUC 0\.990 .* was not reached/)
    expect(prefix!.text).toBe(
      'Half of the strings are lost at 1.41 times what the model holds when 3 tokens are given, and at 2.00 times when 6 are.',
    )
    expect(strangers!.text).toContain('no run completes more than 0.4 %')
  })

  it('calls no data whole beyond a size that was not', () => {
    const dip = (x: number, prefix: number) => (x === 0.5 ? 0.9 : cliff(x, prefix))
    expect(findingsOf(recordsOf('tiny', dip, () => 0.99))[0]!.text).toContain('up to data of 0.25 times')
  })

  it('says so where membership dies first', () => {
    const [, order] = findingsOf(recordsOf('tiny', cliff, (x) => (x > 1.2 ? 0.5 : 1)))
    expect(order).toMatchObject({ verdict: 'differs' })
    expect(order!.text).toMatch(/^Membership dies first/)
  })

  it('claims no cliff where recall never was whole, or never fell', () => {
    for (const recall of [() => 0.4, () => 1]) {
      const found = findingsOf(recordsOf('tiny', recall, () => 1))
      expect(found[0]).toMatchObject({ verdict: 'not reached' })
      expect(found.some(({ text }) => text.includes('dies first'))).toBe(false)
    }
    expect(findingsOf([])).toEqual([])
  })

  it('draws a line for each prefix with membership beside them, and the run that is half forgotten', () => {
    const planned = trialsOf('tiny')
    const records = recordsOf('tiny', cliff, () => 0.9)
    const figures = exhibit.figures({ planned, records, live: [] })
    const [recall, prefix, tokens] = figures as [LinesFigure, LinesFigure, GridFigure]
    expect(recall.series.map(({ label }) => label)).toEqual([
      'given 1',
      'given 3',
      'given 4',
      'given 6',
      'new, given 6',
      'AUC',
    ])
    expect(recall.series[2]!.points.map(({ y }) => y)[5]).toBeCloseTo(0.5, 9)
    expect(prefix.series.at(-1)!.label).toBe('possible')
    expect(tokens.caption).toContain('N 128')
    expect(tokens.columns).toBe(8)
    expect(tokens.values[0]).toBeCloseTo(0.02, 9)
  })

  it('shows the tokens of the run that trains', () => {
    const planned = trialsOf('tiny')
    const looked = {
      steps: [9],
      values: { recall4: [0.25], auc: [0.75] },
      grid: { columns: 8, values: [0.5] },
    }
    const live = [
      { trialKey: planned[1]!.key, datasetBits: 1024, trainBitsPerToken: 3, memorizedBits: 5, looked },
    ]
    const [recall, , tokens, training] = exhibit.figures({ planned, records: [], live }) as [
      LinesFigure,
      LinesFigure,
      GridFigure,
      LinesFigure,
    ]
    expect(training.series).toMatchObject([{ label: 'N 32', points: [{ x: 9, y: 0.25 }] }])
    const pointsOf = (label: string) => recall.series.find((series) => series.label === label)!.points
    expect(pointsOf('given 4')).toEqual([expect.objectContaining({ y: 0.25, live: true })])
    expect(pointsOf('AUC')).toEqual([expect.objectContaining({ y: 0.75, live: true })])
    expect(pointsOf('given 1')).toEqual([])
    expect(tokens.values).toEqual([0.5])
    expect(tokens.caption).toContain('N 32, up to 48 of the strings, while it trains')
  })

  it('holds the cliff against the independent trainer by its strings', () => {
    const records = recordsOf(
      'quick',
      (_, prefix) => prefix / 100,
      () => 1,
    )
    expect(checks.map(({ measure }) => measure(records))).toEqual(
      Array.from({ length: 4 }, () => [0.03, 0.03]),
    )
    const tiny = recordsOf('tiny', cliff, () => 1)
    expect(checks.flatMap(({ measure }) => measure(tiny))).toEqual([])
  })
})
