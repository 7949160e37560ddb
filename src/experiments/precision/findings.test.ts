import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { firstConfig } from '@/core/testing/example-record'
import { recordsOf } from './example-records'
import { findings } from './findings'
import { type Precision, precisionOf } from './formats'
import experiment from './spec'
import { sentences } from './texts'

const planned = experiment.plan({ ...firstConfig(experiment, 'tiny'), seeds: [0, 1, 2] })

/** Share of float32's bits that is left, and its scatter from seed to seed. */
const COST: Readonly<Record<string, readonly [share: number, scatter: number]>> = {
  'bfloat16-stored': [0.96, 0.001],
  'float16-stored': [0.96, 0.001],
  'bfloat16-forward': [0.998, 0.001],
  'bfloat16-stochastic': [0.96, 0.03],
}

const shareOf = ({ settings, seed }: Trial): number => {
  const [share, scatter] = COST[precisionOf(settings)] ?? [1, 0]
  return share + scatter * (seed - 1)
}

const found = (trials: readonly Trial[], left?: Readonly<Record<string, number>>) =>
  findings({ runs: runsOfRecords(recordsOf(trials, shareOf, left)) })

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
