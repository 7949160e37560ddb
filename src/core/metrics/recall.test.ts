import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { tokenPredictions } from './predictions'
import { evenSample, recallRate, shortestPrefix, shortestPrefixes, tokenAccuracy, tokenGrid } from './recall'

describe('the shortest prefix', () => {
  it.each([
    [[1, 1, 1, 1], 0],
    [[0, 1, 1, 1], 1],
    [[1, 0, 1, 1], 2],
    [[0, 0, 0, 1], 3],
    [[1, 1, 1, 0], 4],
  ])('of %j is %i', (isArgmax, prefix) => {
    expect(shortestPrefix(isArgmax)).toBe(prefix)
  })

  it('agrees with greedy decoding of a model that looks one token back', () => {
    const random = randomStream('probe', 3)
    const vocab = 3
    const seqLen = 6
    for (let i = 0; i < 200; i++) {
      // next[v]: the token after v; the last row follows BOS.
      const next = Array.from({ length: vocab + 1 }, () => random.integer(vocab))
      const tokens = Array.from({ length: seqLen }, () => random.integer(vocab))
      const before = [vocab, ...tokens.slice(0, -1)]
      const logits = Float32Array.from(before.flatMap((v) => [0, 1, 2].map((w) => (w === next[v] ? 1 : 0))))
      const shortest = shortestPrefix(tokenPredictions(logits, tokens, [1]).isArgmax)
      const given = Array.from({ length: seqLen + 1 }, (_, k) => k)
      const recalled = given.map((k) => {
        const decoded = [vocab, ...tokens.slice(0, k)]
        while (decoded.length <= seqLen) decoded.push(next[decoded.at(-1)!]!)
        return decoded.slice(1).join() === tokens.join()
      })
      expect(recalled).toEqual(given.map((k) => k >= shortest))
    }
  })
})

describe('the recall rate', () => {
  it('is the share of strings whose shortest prefix is given', () => {
    const shortest = [0, 2, 2, 4]
    expect([0, 1, 2, 3, 4].map((k) => recallRate(shortest, k))).toEqual([0.25, 0.25, 0.75, 0.75, 1])
  })
})

it('of several strings says how many tokens are right, and what each string takes', () => {
  const strings = [
    [1, 0, 1, 1],
    [1, 1, 1, 1],
  ].map((right) => ({ isArgmax: Uint8Array.from(right) }))
  expect(tokenAccuracy(strings)).toBe(7 / 8)
  expect(shortestPrefixes(strings)).toEqual([2, 0])
})

describe('an even sample', () => {
  it('is all where all fit, and spread otherwise', () => {
    expect(evenSample(3, 5)).toEqual([0, 1, 2])
    expect(evenSample(10, 4)).toEqual([0, 2, 5, 7])
    expect(evenSample(0, 4)).toEqual([])
  })
})

describe('the token grid', () => {
  it('is cut to size, evenly, and rounded', () => {
    const probabilities = Array.from({ length: 4 }, (_, n) => [n / 10, 0.12345, 0, 1])
    expect(tokenGrid(probabilities, { strings: 2, positions: 2 })).toEqual({
      columns: 2,
      values: [0, 0, 0.2, 0],
      strings: [0, 2],
      positions: [0, 2],
    })
    const whole = tokenGrid(probabilities, { strings: 64, positions: 64 })
    expect(whole.columns).toBe(4)
    expect(whole.values.slice(0, 4)).toEqual([0, 0.123, 0, 1])
  })

  it('of no strings is empty', () => {
    expect(tokenGrid([], { strings: 2, positions: 2 }).values).toEqual([])
  })
})
