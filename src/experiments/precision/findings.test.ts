import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { findings } from './findings'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, type Precision, precisionOf } from './formats'
import experiment from './spec'
import { sentences } from './texts'

const planned = experiment.plan({ ...experiment.presets[0].config, seeds: [0, 1, 2] })

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
/** Share of float32's bits that is left, and its scatter from seed to seed. */
const COST: Readonly<Record<string, readonly [share: number, scatter: number]>> = {
  'bfloat16-stored': [0.96, 0.001],
  'float16-stored': [0.96, 0.001],
  'bfloat16-forward': [0.998, 0.001],
  'bfloat16-stochastic': [0.96, 0.03],
}

const recordsOf = (trials: readonly Trial[], left = LEFT): TrialRecord[] =>
  trials.map((trial) => {
    const [share, scatter] = COST[precisionOf(trial.settings)] ?? [1, 0]
    const memorizedBits = (2 + 0.01 * trial.seed) * trial.params * (share + scatter * (trial.seed - 1))
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

const found = (trials: readonly Trial[], left?: typeof LEFT) =>
  findings({ runs: runsOfRecords(recordsOf(trials, left)) })

describe('rounding after training', () => {
  it('says how many bits of a weight it takes to read what is stored', () => {
    const [readable, byMatrix, byOutput] = found(planned)
    expect(readable).toMatchObject({
      id: 'readable',
      verdict: 'seen',
      values: { bitsPerWeight: 7, scale: 'output' },
    })
    expect(byMatrix).toMatchObject({ id: 'keptByMatrix' })
    expect(byMatrix?.id === 'keptByMatrix' && byMatrix.values.kept[0]).toMatchObject({ bitsPerWeight: 8 })
    expect(byMatrix?.id === 'keptByMatrix' && byMatrix.values.kept[0]?.share).toBeCloseTo(0.97, 9)
    expect(byOutput?.id === 'keptByOutput' && byOutput.values.kept[1]?.share).toBeCloseTo(0.96, 9)
  })

  it('is not reached where no integers keep enough', () => {
    expect(found(planned, { int8: 0.5 })[0]).toMatchObject({
      verdict: 'not reached',
      values: { bitsPerWeight: undefined },
    })
  })
})

describe('rounding while it trains', () => {
  const trained = (trials: readonly Trial[], precision: Precision) =>
    found(trials).find((finding) => finding.id === 'trained' && finding.values.precision === precision)

  it('agrees with the paper where bfloat16 costs bits beyond chance', () => {
    const stored = trained(planned, 'bfloat16-stored')
    expect(stored).toMatchObject({ verdict: 'agrees' })
    expect(stored?.id === 'trained' && stored.values.change.mean).toBeCloseTo(-0.04, 9)
  })

  it('is only seen for formats of which the paper says nothing', () => {
    expect(trained(planned, 'float16-stored')).toMatchObject({ verdict: 'seen' })
  })

  it('has no effect inside the margin, and is not told apart where seeds scatter or are few', () => {
    expect(trained(planned, 'bfloat16-forward')).toMatchObject({ verdict: 'no effect' })
    expect(trained(planned, 'bfloat16-stochastic')).toMatchObject({ verdict: 'not told apart' })
    const alone = planned.filter(({ seed }) => seed === 0)
    expect(trained(alone, 'bfloat16-stored')).toMatchObject({ verdict: 'not told apart' })
  })

  it('is nothing without float32', () => {
    expect(found(planned.filter(({ settings }) => settings.precision !== undefined))).toEqual([])
  })
})

it('has a whole sentence for each', () => {
  const all = [
    ...found(planned),
    ...found(planned, { int8: 0.5 }),
    ...found(planned.filter(({ seed }) => seed === 0)),
  ]
  for (const finding of all) expect(sentenceOf(sentences, finding).text).not.toMatch(/NaN|undefined|Infinity/)
})
