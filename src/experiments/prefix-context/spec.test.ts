import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import type { LinesFigure, LiveTrial } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import {
  BOUNDARIES,
  boundaries,
  CONTEXTS,
  type Context,
  forEachContext,
  longestPrefix,
  probe,
  recallGrid,
  recallOfGrid,
  targetIndex,
  uniqueLength,
} from './measure'
import experiment from './spec'

const trialsOf = (preset: string): Trial[] =>
  experiment.plan(experiment.presets.find(({ id }) => id === preset)!.config)

const tokens = Int32Array.from({ length: 40 }, (_, t) => (t * 7) % 4)
const probed = (context: Context, boundary: number) =>
  probe(context, tokens, boundary, 4, randomStream('probe', 1))

describe('a probe', () => {
  it.each(CONTEXTS)('(%s) keeps everything from the boundary on, where the targets are', (context) => {
    for (const boundary of [10, 17, 29]) {
      const asked = probed(context, boundary)
      expect(asked).toHaveLength(tokens.length)
      for (let k = 0; k < 10; k++) {
        expect(asked[targetIndex(context, boundary, k)]).toBe(tokens[boundary + k])
      }
    }
  })

  it('replaces what stands before by what its name says', () => {
    const front = (context: Context) => [...probed(context, 20).subarray(0, 20)]
    const own = [...tokens.subarray(0, 20)]
    expect(front('kept')).toEqual(own)
    expect(front('shuffled')).not.toEqual(own)
    expect(front('shuffled').toSorted()).toEqual(own.toSorted())
    expect(front('resampled')).not.toEqual(own)
    expect(new Set(front('resampled'))).toEqual(new Set([0, 1, 2, 3]))
    expect(new Set(front('foreign'))).toEqual(new Set([4, 5, 6, 7]))
    expect(new Set(front('constant'))).toEqual(new Set([0]))
  })

  it('leaves the string itself alone', () => {
    const copy = Int32Array.from(tokens)
    for (const context of CONTEXTS) probed(context, 15)
    expect(tokens).toEqual(copy)
  })

  it('has something to replace, and room for the longest prefix', () => {
    const lengths = [8, 33, 64, 1024].flatMap((seqLen) =>
      Object.values(BOUNDARIES).map((atMost) => ({ seqLen, atMost, all: boundaries(seqLen, atMost) })),
    )
    for (const { seqLen, atMost, all } of lengths) {
      expect(new Set(all).size).toBe(all.length)
      expect(all.length).toBeLessThanOrEqual(atMost)
      expect(Math.min(...all)).toBeGreaterThanOrEqual(Math.floor(seqLen / 4))
      expect(Math.max(...all) + longestPrefix(seqLen)).toBeLessThan(seqLen)
    }
  })

  it('knows from which length on pieces are unique, as the paper gives it for 1024 tokens', () => {
    const lengths = [2, 4, 7, 13, 26].map((l) => uniqueLength(l, 1024).toFixed(1))
    expect(lengths).toEqual(['20.0', '10.0', '7.1', '5.4', '4.3'])
  })
})

const PREFIXES = Array.from({ length: 17 }, (_, k) => k)

/** Known by heart; `enough` tokens give full recall in a context, and none before. */
const recordOf = (trial: Trial, enough: Partial<Record<Context, number>>, accuracy = 1): TrialRecord =>
  exampleRecord(trial, {
    traces: {
      'look.step': [1, 400],
      'look.accuracy': [0, accuracy],
      'look.bitsPerToken': [6, 0.01],
      'recall.k': PREFIXES,
      ...Object.fromEntries(
        CONTEXTS.map((context) => [
          `recall.${context}`,
          PREFIXES.map((k) => (k >= (enough[context] ?? Number.POSITIVE_INFINITY) ? 1 : 0.2)),
        ]),
      ),
    },
  })
const l7 = trialsOf('tiny').filter(({ source }) => source.id === 'alphabet' && source.symbols === 7)
/** What stands in each seed's record, or in all of them. */
const seedsOf = (...each: readonly Partial<Record<Context, number>>[]): TrialRecord[] =>
  l7.map((trial, i) => recordOf(trial, each[Math.min(i, each.length - 1)]!))
const own = { kept: 0, shuffled: 4, resampled: 5 }

describe('while strings are learned', () => {
  const [first, second, third] = trialsOf('tiny').filter(
    ({ source }) => source.id === 'alphabet' && source.symbols === 26,
  ) as [Trial, Trial, Trial]
  const seen = (trial: Trial, recall: (context: Context) => readonly number[]): LiveTrial => ({
    trialKey: trial.key,
    datasetBits: 301,
    trainBitsPerToken: 4,
    memorizedBits: 45,
    looked: { steps: [1], values: {}, grid: recallGrid(forEachContext(recall)) },
  })
  const live = [
    seen(first, (context) => (context === 'foreign' ? [0.25, 0.5] : [0, 1])),
    seen(second, (context) => (context === 'foreign' ? [0.75, 1] : [0, 1])),
    { ...seen(third, () => [0, 0]), looked: undefined },
  ]
  const hero = (records: readonly TrialRecord[]) =>
    exhibit.figures({ planned: trialsOf('tiny'), records, live })[0] as LinesFigure
  const line = (figure: LinesFigure, context: Context) =>
    figure.series.find(({ key }) => key === context)!.points

  it('hands recall on as a picture that reads as it was written', () => {
    const recall = forEachContext((context) => PREFIXES.map((k) => CONTEXTS.indexOf(context) / (k + 6)))
    expect(recallOfGrid(recallGrid(recall))).toEqual(recall)
  })

  it('draws what the latest looks have found, and says what an empty plot waits for', () => {
    const [figure, other] = exhibit.figures({ planned: trialsOf('tiny'), records: [], live })
    expect(line(figure as LinesFigure, 'foreign')).toMatchObject([
      { x: 0, y: 0.5, low: 0.25, high: 0.75, live: true },
      { x: 1, y: 0.75, low: 0.5, high: 1, live: true },
    ])
    expect(other).toMatchObject({ id: 'recall-7', awaits: 'Drawn while its string is learned' })
    for (const context of CONTEXTS) expect(line(other as LinesFigure, context)).toEqual([])
  })

  it('draws finished strings alone once there is one: half-learned ones would pull its lines down', () => {
    expect(line(hero([recordOf(third, own)]), 'foreign').map(({ y }) => y)).toEqual(PREFIXES.map(() => 0.2))
    expect(line(hero([recordOf(third, own)]), 'shuffled').some((point) => point.live)).toBe(false)
  })
})

describe('prefix context', () => {
  it('wants a second alphabet of the same size', () => {
    const config = experiment.presets[0].config
    expect(experiment.problems({ ...config, alphabets: [4, 32] })).toEqual([])
    const [problem] = experiment.problems({ ...config, alphabets: [4, 33] })
    expect(problem).toMatchObject({ field: 'alphabets' })
    expect(problem!.message).toContain('no second alphabet')
    expect(experiment.problems({ ...config, alphabets: [65] })).toHaveLength(1)
  })

  it('counts the tokens that are enough, and holds them against the unique length', () => {
    const [enough, context] = exhibit.findings(seedsOf(own))
    expect(enough).toMatchObject({ verdict: 'agrees' })
    expect(enough!.text).toContain('shuffled: 4 (3 seeds); redrawn: 5 (3 seeds); foreign: more than 16')
    expect(enough!.text).toContain('Pieces of 4.3 tokens are unique')
    expect(context).toMatchObject({ verdict: 'agrees' })
    expect(context!.text).toContain(
      'recall given 5 tokens and more, by what stands before them: kept 1.00 (3 seeds); shuffled 1.00 (3 seeds); redrawn 1.00 (3 seeds); foreign 0.20',
    )
  })

  it('says so where a short prefix is not enough, or what stands before it does not matter', () => {
    const [enough] = exhibit.findings(seedsOf({ ...own, resampled: 12 }))
    expect(enough).toMatchObject({ verdict: 'differs' })
    const context = (contexts: Partial<Record<Context, number>>) =>
      exhibit.findings(seedsOf({ ...own, ...contexts }))[1]!
    expect(context({ foreign: 4, constant: 4, removed: 4 })).toMatchObject({ verdict: 'not reached' })
    expect(context({ resampled: 12, removed: 4 })).toMatchObject({ verdict: 'differs' })
  })

  it('decides nothing from seeds that disagree, or from fewer than three', () => {
    const verdicts = (records: readonly TrialRecord[]) =>
      exhibit.findings(records).map(({ verdict }) => verdict)
    expect(verdicts(seedsOf(own).slice(0, 2))).toEqual(['not reached', 'not reached'])
    const late = { ...own, resampled: 12, foreign: 4 }
    expect(verdicts(seedsOf(late).slice(0, 1))).toEqual(['not reached', 'not reached'])
    const [enough, context] = exhibit.findings(seedsOf(own, late, own))
    expect(enough).toMatchObject({ verdict: 'not reached', text: expect.stringContaining('seeds disagree') })
    expect(context).toMatchObject({ verdict: 'not reached', text: expect.stringContaining('seeds disagree') })
    expect(verdicts(seedsOf(late))).toEqual(['differs', 'differs'])
  })

  it('is asked of three seeds by the first preset', () => {
    expect(l7.map(({ seed }) => seed)).toEqual([0, 1, 2])
  })

  it('claims nothing about a string that is not known by heart', () => {
    expect(exhibit.findings([recordOf(l7[0]!, own, 0.8)])).toEqual([
      expect.objectContaining({
        verdict: 'not reached',
        text: expect.stringContaining('80 % of its tokens'),
      }),
    ])
  })

  it('draws an axis and the unique length for every alphabet that will come, the largest first', () => {
    const planned = trialsOf('tiny')
    const figures = exhibit.figures({ planned, records: [recordOf(l7[0]!, own)], live: [] })
    expect(figures.map(({ id }) => id)).toEqual(['recall-26', 'recall-7', 'learning'])
    const [first, second] = figures as [LinesFigure, LinesFigure]
    expect(second.series.find(({ key }) => key === 'shuffled')!.points[4]).toMatchObject({ x: 4, y: 1 })
    expect(first.series.find(({ key }) => key === 'shuffled')!.points).toEqual([])
    expect(first.bands).toHaveLength(1)
    expect(first.bands![0]!.from).toBeCloseTo(2.553, 3)
    expect(first.x.ticks).toEqual([0, 4, 8, 12, 16])
    // No two lines have their error bars at one k.
    expect(new Set(first.series.map(({ bars }) => bars!.from % bars!.every)).size).toBe(first.series.length)
  })
})
