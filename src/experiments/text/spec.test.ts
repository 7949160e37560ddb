import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import type { LinesFigure } from '@/core/figures/figure'
import { exampleRecord } from '@/core/testing/example-record'
import { CORPUS_VOCAB, dealCorpus, drawStretches, encodeText, SYMBOLS } from './corpus'
import { exhibit } from './exhibit'
import experiment from './spec'

const tiny = experiment.presets[0].config
const trials = experiment.plan(tiny)
const text = (tokens: Iterable<number>) => [...tokens].map((token) => SYMBOLS[token]).join('')

describe('the corpus', () => {
  it('is written in 32 symbols: lower case, stand-ins for rarer marks, never two spaces', () => {
    expect(CORPUS_VOCAB).toBe(32)
    expect(new Set(SYMBOLS).size).toBe(32)
    expect(text(encodeText('Call me  Ishmael!\n\n“Never—mind: how’s 12 é?”'))).toBe(
      "call me ishmael. never-mind; how's . ",
    )
  })

  it('is dealt into three parts that share no stretch', () => {
    const book = Array.from(
      { length: 4096 * 12 },
      (_, i) => SYMBOLS[1 + ((i * i + Math.floor(i / 97)) % 26)],
    ).join('')
    const { training, heldOut, reference } = dealCorpus(book)
    expect([training, heldOut, reference].map(({ blocks }) => blocks.length)).toEqual([3, 3, 6])
    const whole = text(encodeText(book))
    const starts = [training, heldOut, reference].flatMap(({ blocks }) =>
      blocks.map((block) => whole.indexOf(text(block))),
    )
    expect(new Set(starts).size).toBe(12)
  })

  it('gives stretches that lie within one block, the same for the same seed', () => {
    const corpus = dealCorpus('abcdefghijklmnopqrstuvwxyz '.repeat(2000))
    const drawn = (seed: number) => drawStretches(corpus.training, 50, 16, randomStream('data', seed))
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
    for (let n = 0; n < 50; n++) {
      expect('abcdefghijklmnopqrstuvwxyz '.repeat(3)).toContain(text(drawn(1).subarray(16 * n, 16 * n + 16)))
    }
  })
})

describe('the experiment', () => {
  it('names its reference in every trial, so that runs against another one are other trials', () => {
    expect(trials[0]!.key).toContain('/referenceSteps=600/referenceStrings=8192/s0')
    expect(experiment.problems({ ...tiny, vocab: 16 }).map(({ field }) => field)).toEqual(['vocab'])
  })

  it('trains Tiny on every string in every step, so that no batch begins to bite where the fall does', () => {
    expect(trials.every(({ batch, datasetSize }) => batch === datasetSize)).toBe(true)
  })

  it('counts the work of its references, each once', () => {
    // 6·P per token: P 4,608 at d 16, 128 strings of 16 tokens, 600 steps.
    expect(experiment.extraFlop(tiny)).toBe(6 * 4608 * 128 * 16 * 600)
    expect(experiment.extraFlop({ ...tiny, seeds: [0, 1, 2] })).toBe(experiment.extraFlop(tiny))
    expect(experiment.extraFlop({ ...tiny, width: [4, 8], heads: [1, 2] })).toBeGreaterThan(
      experiment.extraFlop(tiny),
    )
  })

  it('draws what new strings show by chance beside what is memorised, and what is saved on them', () => {
    const records = trials.map((trial) =>
      exampleRecord(trial, {
        memorizedBits: 900,
        heldoutBitsPerToken: trial.datasetSize > 100 ? 4.5 : 20,
        measures: { referenceTestBitsPerToken: 2.5, heldoutClippedBitsPerString: 0.3 },
      }),
    )
    const [memorized, , split] = exhibit.figures({ planned: trials, records, live: [] }) as LinesFigure[]
    const floor = memorized!.series.find(({ key }) => key === 'floor')!
    expect(floor).toMatchObject({ color: 'reference', style: 'curve' })
    expect(floor.points.at(-1)!.y).toBeCloseTo((0.3 * 1024) / 1536, 12)
    const net = memorized!.series.find(({ key }) => key === 'net')!
    expect(net.points.map(({ x, y }) => [x, y])).toEqual(
      trials.map(({ datasetSize }) => [datasetSize, expect.closeTo((900 - 0.3 * datasetSize) / 1536, 12)]),
    )
    expect(split!.series.find(({ key }) => key === 'new')!.points.at(-1)!.y).toBeCloseTo(16 * 0.5, 12)
    expect(split!.y.min).toBe(-20)
    expect(exhibit.findings(records)[0]!.text).toContain(
      'where as many new strings would show 0.20 (one seed): 0.39 (one seed) net.',
    )
    const older = records.map((record) => ({ ...record, measures: { referenceTestBitsPerToken: 2.5 } }))
    const [before] = exhibit.figures({ planned: trials, records: older, live: [] }) as LinesFigure[]
    for (const key of ['floor', 'net'])
      expect(before!.series.find((own) => own.key === key)!.points).toEqual([])
    expect(exhibit.findings(older)[0]!.text).not.toMatch(/new strings| net/)
  })

  it('has axes that hold every seed, not only their means', () => {
    const seeds = experiment.plan({ ...tiny, seeds: [0, 1] })
    const records = seeds.map((trial, i) =>
      exampleRecord(trial, {
        memorizedBits: i % 2 === 0 ? 1000 : 3000,
        heldoutBitsPerToken: trial.seed === 0 ? 8 : 30,
        measures: { referenceTestBitsPerToken: 2.5, heldoutClippedBitsPerString: 0 },
      }),
    )
    const [memorized, loss] = exhibit.figures({ planned: seeds, records, live: [] }) as LinesFigure[]
    expect(memorized!.y.max).toBeCloseTo(3000 / 1536, 12)
    expect(loss!.y.max).toBe(30)
  })

  it('claims a rise and a fall only where there are both', () => {
    const findings = (bits: (i: number) => number) =>
      exhibit.findings(
        trials.map((trial, i) =>
          exampleRecord(trial, { memorizedBits: bits(i), measures: { referenceTestBitsPerToken: 2.5 } }),
        ),
      )
    expect(findings((i) => [500, 900, 1600, 1500, 1000, 500, 300][i]!)[0]).toMatchObject({
      verdict: 'agrees',
    })
    expect(findings((i) => 100 * (i + 1))[0]).toMatchObject({ verdict: 'not reached' })
    expect(findings((i) => 1000 - 100 * i)[0]).toMatchObject({ verdict: 'not reached' })
  })
})
