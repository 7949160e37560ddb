import { describe, expect, it } from 'vitest'
import type { FigureInput, LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import experiment from './spec'

const tiny = experiment.presets[0].config
const trials = experiment.plan(tiny)

/** What a string of this trial is made of. */
const madeOf = ({ source, shape }: Trial) => ({
  symbols: source.id === 'alphabet' ? source.symbols : Number.NaN,
  skew: source.id === 'alphabet' ? source.skew : Number.NaN,
  seqLen: shape.seqLen,
})

/** Found and known at the steps that are given: shares jump there from 0.1 to 1. */
const record = (trial: Trial, found: number, known: number): TrialRecord =>
  exampleRecord(trial, {
    traces: {
      'look.step': [1, found - 1, found, known, known + 1],
      'look.alphabetMass': [0.1, 0.1, 1, 1, 1],
      'look.accuracy': [0.1, 0.1, 0.1, 0.1, known > 300 ? 0.5 : 1],
      'look.bitsPerToken': [6, 4, 2, 1, 0.1],
    },
  })

/** Found sooner and known later the fewer the symbols, and the less even they are; longer strings take longer. */
const expected = (trial: Trial): TrialRecord => {
  const { symbols, skew, seqLen } = madeOf(trial)
  return record(trial, 20 + symbols, Math.round(100 - 3 * symbols + 30 * skew + seqLen))
}

describe('string factors', () => {
  it('varies one thing at a time about one string, and plans each string once', () => {
    expect(trials.map(madeOf)).toEqual([
      { symbols: 16, skew: 0, seqLen: 64 },
      { symbols: 2, skew: 0, seqLen: 64 },
      { symbols: 4, skew: 0, seqLen: 64 },
      { symbols: 16, skew: 1, seqLen: 64 },
      { symbols: 16, skew: 2, seqLen: 64 },
      { symbols: 16, skew: 0, seqLen: 16 },
      { symbols: 16, skew: 0, seqLen: 32 },
    ])
    const doubled = { ...tiny, alphabets: [2, 4, 16], lengths: [16, 32, 64] }
    expect(experiment.plan(doubled)).toHaveLength(trials.length)
  })

  it('names the list whose string does not fit', () => {
    expect(experiment.problems({ ...tiny, alphabets: [2, 65] })).toEqual([
      { field: 'alphabets', message: '65 symbols do not fit a vocabulary of 64' },
    ])
    const heads = experiment.problems({ ...tiny, heads: 5 })
    expect(heads.map(({ field }) => field)).toEqual(['heads'])
  })

  it('finds the string that the others are compared with, and three lines through it', () => {
    const [entropy, length] = exhibit.figures({
      planned: trials,
      records: trials.map(expected),
      live: [],
    }) as [LinesFigure, LinesFigure]
    const xs = (figure: LinesFigure, key: string) =>
      figure.series.find((series) => series.key === key)!.points.map(({ x }) => x)
    expect(xs(entropy, 'alphabet known')).toEqual([1, 2, 4])
    expect(xs(entropy, 'skew known')).toHaveLength(3)
    expect(xs(entropy, 'skew known').at(-1)).toBe(4)
    expect(xs(length, 'length found')).toEqual([16, 32, 64])
  })

  const courses = (input: Partial<FigureInput>) =>
    (exhibit.figures({ planned: trials, records: [], live: [], ...input }) as LinesFigure[])
      .filter(({ id }) => id.startsWith('course-'))
      .map(({ id, series }) => [id, series.map(({ label }) => label)])

  it('draws what is guessed right factor by factor, in order, with the string that all are compared with', () => {
    const apart = [
      ['course-alphabet', ['2 symbols', '4 symbols', '16 symbols', 'known']],
      ['course-skew', ['skew 2', 'skew 1', 'skew 0', 'known']],
      ['course-length', ['16 tokens', '32 tokens', '64 tokens', 'known']],
    ]
    expect(courses({ records: trials.map(expected) })).toEqual(apart)
    // As the page has them of recorded results.
    expect(courses({ planned: [], records: trials.map(expected) })).toEqual(apart)
  })

  it('has a place for every line before its first string is there, and none for what is not planned', () => {
    const looked = {
      steps: [1, 2],
      values: { accuracy: [0.1, 0.2], alphabetMass: [0.1, 0.2], bitsPerToken: [6, 5] },
      grid: undefined,
    }
    const live = [
      { trialKey: trials[3]!.key, datasetBits: 1, trainBitsPerToken: 1, memorizedBits: 0, looked },
    ]
    expect(courses({ live })).toEqual([
      ['course-alphabet', ['known']],
      ['course-skew', ['skew 1', 'known']],
      ['course-length', ['known']],
    ])
    const colorOf = (input: Partial<FigureInput>) =>
      (exhibit.figures({ planned: trials, records: [], live: [], ...input }) as LinesFigure[])
        .flatMap(({ series }) => series)
        .find(({ label }) => label === 'skew 1')!.color
    expect(colorOf({ live })).toBe(colorOf({ records: trials.map(expected) }))
    const planned = experiment.plan({ ...tiny, alphabets: [], lengths: [] })
    expect(courses({ planned }).map(([id]) => id)).toEqual(['course-skew'])
  })

  it('says which way the steps go, and whether that is the paper’s', () => {
    const [alphabet, skew, length] = exhibit.findings(trials.map(expected))
    expect(alphabet).toMatchObject({ verdict: 'agrees' })
    expect(alphabet!.text).toMatch(/^Symbols, all equally likely, 2, 4, 16: .* found 22, 24, 36; .* known /)
    expect(alphabet!.text).toContain('(one seed).')
    const second = trials.map(expected).map((own) => ({ ...own, seed: own.seed + 1 }))
    const [two] = exhibit.findings([...trials.map(expected), ...second])
    expect(two!.text).toContain('(means of 2 seeds, none of which lies more than 0 % off)')
    expect(skew).toMatchObject({ verdict: 'agrees' })
    expect(length).toMatchObject({ verdict: 'seen' })
    const backwards = trials.map((trial) => {
      const { symbols, seqLen } = madeOf(trial)
      return record(trial, 80 - symbols, 100 + symbols + seqLen)
    })
    expect(exhibit.findings(backwards)[0]).toMatchObject({ verdict: 'differs' })
  })

  it('leaves out what was not reached, and says so', () => {
    const records = trials.map((trial) =>
      madeOf(trial).symbols === 2 ? record(trial, 22, 400) : expected(trial),
    )
    const [alphabet] = exhibit.findings(records)
    expect(alphabet).toMatchObject({ verdict: 'not reached' })
    expect(alphabet!.text).toContain('known not reached,')
    const [entropy] = exhibit.figures({ planned: trials, records, live: [] }) as [LinesFigure]
    const known = entropy.series.find(({ key }) => key === 'alphabet known')!
    expect(known.points.map(({ x }) => x)).toEqual([2, 4])
  })

  it('has no finding where only one string was run', () => {
    expect(exhibit.findings([expected(trials[0]!)])).toEqual([])
  })
})
