import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import {
  BOUNDARIES,
  boundaries,
  CONTEXTS,
  type Context,
  contextString,
  forEachContext,
  longestPrefix,
  prefixesOf,
  recallGrid,
  recallOfGrid,
  targetIndex,
  uniqueLength,
} from './measure'

const tokens = Int32Array.from({ length: 40 }, (_, t) => (t * 7) % 4)
const asked = (context: Context, boundary: number) =>
  contextString(context, tokens, boundary, 4, randomStream('probe', 1))

describe('a string with another context', () => {
  it.each(CONTEXTS)('(%s) keeps everything from the boundary on, where the targets are', (context) => {
    for (const boundary of [10, 17, 29]) {
      const string = asked(context, boundary)
      expect(string).toHaveLength(tokens.length)
      for (let k = 0; k < 10; k++) {
        expect(string[targetIndex(context, boundary, k)]).toBe(tokens[boundary + k])
      }
    }
  })

  it('replaces what stands before by what its name says', () => {
    const front = (context: Context) => [...asked(context, 20).subarray(0, 20)]
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
    for (const context of CONTEXTS) asked(context, 15)
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

  it('knows from which length on pieces are unique: 2·log n / log l for n 1024', () => {
    const lengths = [2, 4, 7, 13, 26].map((l) => uniqueLength(l, 1024).toFixed(1))
    expect(lengths).toEqual(['20.0', '10.0', '7.1', '5.4', '4.3'])
  })
})

it('hands recall on as a picture that reads as it was written', () => {
  const recall = forEachContext((context) => prefixesOf(64).map((k) => CONTEXTS.indexOf(context) / (k + 6)))
  expect(recallOfGrid(recallGrid(recall))).toEqual(recall)
})
