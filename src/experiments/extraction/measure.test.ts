import { describe, expect, it } from 'vitest'
import { type Dataset, pickStrings } from '@/core/data/dataset'
import { tokenPredictions } from '@/core/metrics/predictions'
import { measuredStrings, possibleRecall, recallMeasures, shownPrefixes } from './measure'

const dataset = (strings: readonly (readonly number[])[]): Dataset => ({
  tokens: Int32Array.from(strings.flat()),
  count: strings.length,
  seqLen: strings[0]!.length,
  sourceBits: Float64Array.from(strings, (_, n) => n),
})

/** A model over four symbols that is sure of what `guess` says at each position. */
const predicted = (strings: readonly (readonly number[])[], guess: (string: number, t: number) => number) =>
  strings.map((tokens, n) => {
    const logits = tokens.flatMap((_, t) => [0, 1, 2, 3].map((v) => (v === guess(n, t) ? 9 : 0)))
    return tokenPredictions(Float32Array.from(logits), tokens, [])
  })

describe('extraction of one model', () => {
  const strings = [
    [0, 1, 2, 3],
    [1, 1, 2, 3],
    [2, 1, 2, 0],
  ]

  it('is measured from every prefix at once', () => {
    // The model says 0 1 2 3 whatever it is given.
    const { measures, traces } = recallMeasures(
      dataset(strings),
      predicted(strings, (_, t) => t),
      predicted([[3, 3, 3, 3]], (_, t) => t),
    )
    expect(traces['recall.prefix']).toEqual([0, 1, 2, 3])
    expect(traces['recall.train']).toEqual([0.3333, 0.6667, 0.6667, 0.6667])
    expect(traces['recall.heldout']).toEqual([0, 0, 0, 1])
    expect(measures.tokenAccuracy).toBeCloseTo(9 / 12, 12)
    expect(traces['grid.probability']!.slice(0, 5)).toEqual([1, 1, 1, 1, 0])
  })

  it('cannot give more than one answer to a prefix', () => {
    const alike = dataset([
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 2],
      [1, 0, 3],
    ])
    // From nothing: the string that is there twice. From one token: that one, and the only one that begins with 1.
    expect([0, 1, 2, 3].map((prefix) => possibleRecall(alike, prefix))).toEqual([0.5, 0.75, 0.75, 1])
  })

  it('measures an even sample of large datasets, with the bits of its strings', () => {
    const large = dataset(Array.from({ length: 10 }, (_, n) => [n, n + 1]))
    const sample = measuredStrings(large, 5)
    expect([...sample.tokens]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([...sample.sourceBits]).toEqual([0, 2, 4, 6, 8])
    expect(pickStrings(large, [9, 0])).toMatchObject({ count: 2, seqLen: 2 })
    expect([...pickStrings(large, [9, 0]).tokens]).toEqual([9, 10, 0, 1])
  })

  it('draws prefixes that leave something to decode', () => {
    expect(shownPrefixes(8)).toEqual([1, 3, 4, 6])
    expect(shownPrefixes(16)).toEqual([1, 3, 8, 12])
    expect(shownPrefixes(2)).toEqual([1])
    expect(shownPrefixes(3)).toEqual([1, 2])
  })
})
