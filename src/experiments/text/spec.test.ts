import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import { firstConfig } from '@/core/testing/example-record'
import { CORPUS_VOCAB, dealCorpus, drawStretches, encodeText, SYMBOLS } from './corpus'
import experiment from './spec'

const tiny = firstConfig(experiment, 'tiny')
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
})
