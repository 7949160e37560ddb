import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { firstConfig } from '@/core/testing/example-record'
import { recordsOf } from './example-records'
import { findings } from './findings'
import { type KnobId, knobOf } from './knobs'
import experiment from './spec'
import { sentences } from './texts'

const planned = experiment.plan({ ...firstConfig(experiment, 'tiny'), seeds: [0, 1, 2] })
/** Share of the recipe's bits that each variant holds, and its scatter from seed to seed. */
const LEFT: Readonly<Record<string, readonly [share: number, scatter: number]>> = {
  textbookRate: [0.75, 0.01],
  smallInit: [0.998, 0.001],
  slowMomentum: [0.96, 0.05],
}
const shareOf = ({ settings, seed }: Trial): number => {
  const [share, scatter] = LEFT[knobOf(settings)] ?? [1, 0]
  return share + scatter * (seed - 1)
}
const found = (trials: readonly Trial[]) => findings({ runs: runsOfRecords(recordsOf(trials, shareOf)) })
const costOf = (knob: KnobId, trials: readonly Trial[] = planned) =>
  found(trials).find((finding) => finding.id === 'cost' && finding.values.knob === knob)

describe('the cost of a change', () => {
  it('is seen beyond chance, seed against seed, also where the models look full', () => {
    const cost = costOf('textbookRate')
    expect(cost).toMatchObject({ verdict: 'seen', values: { looksFull: true } })
    expect(cost?.id === 'cost' && cost.values.change.mean).toBeCloseTo(-0.25, 2)
  })

  it('is none inside the margin, and not told apart where seeds scatter or are few', () => {
    expect(costOf('smallInit')).toMatchObject({ verdict: 'no effect' })
    expect(costOf('slowMomentum')).toMatchObject({ verdict: 'not told apart' })
    const alone = planned.filter(({ seed }) => seed === 0)
    expect(costOf('textbookRate', alone)).toMatchObject({ verdict: 'not told apart' })
  })

  it('counts several models of one seed as one seed', () => {
    const config = firstConfig(experiment, 'tiny')
    const models = experiment.plan({ ...config, width: [8, 16], heads: [2], seeds: [0] })
    expect(costOf('textbookRate', models)).toMatchObject({
      verdict: 'not told apart',
      values: { change: { mean: expect.closeTo(-0.26, 9), seeds: 1 } },
    })
  })

  it('is held against the recipe, which must have run', () => {
    expect(found(planned)).toHaveLength(8)
    expect(found(planned)[0]).toEqual({
      id: 'recipe',
      verdict: 'seen',
      values: { bitsPerParam: 1920 / planned[0]!.params },
    })
    expect(found(planned.filter(({ settings }) => settings.knob !== undefined))).toEqual([])
  })
})

it('has a whole sentence for each', () => {
  for (const finding of [...found(planned), ...found(planned.filter(({ seed }) => seed === 0))])
    expect(sentenceOf(sentences, finding).text).not.toMatch(/NaN|undefined|Infinity/)
})
