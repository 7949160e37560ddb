import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstTrials } from '@/core/testing/example-record'
import { UNFILLED, wordsOf } from '@/core/testing/findings'
import { findings, type ScalingFinding } from './findings'
import { capacityExponent, embeddingShare, modelsOf, partSlopes } from './series'
import experiment from './spec'
import { sentences } from './texts'

/** Tiny had 416, 1,216 and 2,400 parameters. */
const trialsOf = (preset: string): Trial[] => firstTrials(experiment, preset)
const runsOf = (trials: readonly Trial[], bits: (trial: Trial) => number) =>
  runsOfRecords(trials.map((trial): TrialRecord => exampleRecord(trial, { memorizedBits: bits(trial) })))
const found = (trials: readonly Trial[], bits: (trial: Trial) => number) =>
  findings({ runs: runsOf(trials, bits) })
const outcomes = (own: readonly ScalingFinding[]) => own.map(({ id, verdict }) => [id, verdict])

/** 1.8 bits for each parameter, and a little from the seed. */
const proportional = ({ params, seed }: Trial): number => 1.8 * params + seed
const tiny = trialsOf('tiny')
/** One size of each model: twice the data are missing. */
const once = tiny.filter(({ datasetSize }) => [52, 152, 300].includes(datasetSize))

describe('the line', () => {
  it('agrees where twice the model holds twice the bits, with an interval from its seeds', () => {
    const [line, full] = found(tiny, proportional)
    expect(line).toMatchObject({ id: 'line', verdict: 'agrees' })
    expect(line!.id === 'line' && line!.values.exponent?.mean).toBeCloseTo(1, 2)
    expect(line!.id === 'line' && line!.values.line.slope).toBeCloseTo(1.8, 9)
    expect(line!.id === 'line' && line!.values.line.slopeInterval).toBeCloseTo(0, 9)
    expect(full).toMatchObject({ id: 'full', verdict: 'seen', values: { growths: [0, 0, 0] } })
  })

  it('differs where capacity grows faster or slower than the model, and names the worst fit', () => {
    expect(outcomes(found(tiny, ({ params, seed }) => params ** 1.3 + seed))[0]).toEqual(['line', 'differs'])
    const [saturating] = found(tiny, ({ params, seed }) => (params < 1000 ? 2 * params : 2000) + seed)
    expect(saturating).toMatchObject({ verdict: 'differs', values: { farthest: { width: 4, layers: 1 } } })
  })

  it('is not told by one seed, or by seeds that scatter', () => {
    const oneSeed = tiny.filter(({ seed }) => seed === 0)
    expect(outcomes(found(oneSeed, proportional))[0]).toEqual(['line', 'not told apart'])
    const [scattered] = found(tiny, ({ params, seed }) => params ** (1 + 0.1 * seed))
    expect(scattered).toMatchObject({ verdict: 'not told apart' })
  })

  it('is not reached where models were not full, or too alike in size, or too few', () => {
    const growing = found(tiny, ({ params, datasetSize }) => (datasetSize === 608 ? 2.2 : 1.8) * params)
    expect(outcomes(growing)).toEqual([
      ['line', 'not reached'],
      ['growing', 'not reached'],
    ])
    const narrow = trialsOf('embeddings').filter(({ shape }) => shape.width === 8)
    expect(found(narrow, proportional)[0]).toMatchObject({
      verdict: 'not reached',
      values: { doubt: 'narrow' },
    })
    expect(
      found(
        tiny.filter(({ shape }) => shape.width < 12),
        proportional,
      ),
    ).toEqual([{ id: 'tooFewModels', verdict: 'not reached', values: {} }])
    expect(findings({ runs: [] })).toEqual([])
  })

  it('has no exponent where a model held nothing', () => {
    expect(capacityExponent(modelsOf(runsOf(tiny, () => -5)))).toBeUndefined()
    const inOneSeed = runsOf(tiny, (trial) => (trial.seed === 0 ? -5 : proportional(trial)))
    expect(capacityExponent(modelsOf(inOneSeed))?.seeds).toBe(2)
  })
})

describe('whether models are full', () => {
  it('is told by twice the data', () => {
    expect(found(trialsOf('layers'), ({ datasetSize }) => 20 * datasetSize)[1]).toMatchObject({
      id: 'growing',
      values: { models: 12, of: 12 },
    })
    const forgetting = found(tiny, ({ params, datasetSize }) => (datasetSize === 105 ? 1.2 : 1.8) * params)
    expect(forgetting[1]).toEqual({ id: 'falling', verdict: 'not reached', values: { models: 1, of: 3 } })
  })

  it('is told by the ceiling where there is one size', () => {
    expect(found(once, proportional)[1]).toMatchObject({ id: 'offered', verdict: 'seen' })
    const brimful = found(once, ({ params }) => 2.7 * params)[1]!
    expect(brimful).toMatchObject({ id: 'offered', verdict: 'not reached' })
  })
})

it('compares depths over the widths that all of them have, beside the paper’s', () => {
  const layers = found(trialsOf('layers'), proportional)[2]!
  expect(layers).toMatchObject({
    id: 'layers',
    verdict: 'seen',
    values: {
      ours: [{ layers: 1 }, { layers: 2 }, { layers: 4 }],
      paper: [{ layers: 1 }, { layers: 2 }, { layers: 4 }, { layers: 8 }],
    },
  })
  expect(layers.id === 'layers' && layers.values.paper[0]!.bitsPerParam).toBeCloseTo(3.73, 2)
})

it('tells what embeddings hold from vocabularies, and only from them', () => {
  const bits = (trial: Trial) => {
    const { vocab, width, seqLen } = trial.shape
    const embedding = (2 * vocab + 1 + seqLen) * width
    return 3 * embedding + 2 * (trial.params - embedding) - 50
  }
  const models = modelsOf(runsOf(trialsOf('embeddings'), bits))
  const slopes = partSlopes(models)!
  expect(slopes.embedding.mean).toBeCloseTo(3, 6)
  expect(slopes.body.mean).toBeCloseTo(2, 6)
  expect(embeddingShare(models[0]!)).toBeCloseTo(((2 * 16 + 1 + 16) * 8) / models[0]!.params, 9)
  expect(partSlopes(modelsOf(runsOf(trialsOf('tiny'), bits)))).toBeUndefined()
})

it('has a whole sentence for each', () => {
  const all = [
    ...found(tiny, proportional),
    ...found(once, proportional),
    ...found(trialsOf('layers'), proportional),
    ...found(trialsOf('embeddings'), proportional),
    ...found(tiny, ({ params }) => -params),
  ]
  for (const finding of all) expect(wordsOf(sentenceOf(sentences, finding))).not.toMatch(UNFILLED)
})
