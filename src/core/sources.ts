/**
 * String sources. A source draws strings and knows the exact probability of each, so that memorised bits are measured against
 * the truth and not against a reference model (science.md §1).
 */
import type { RandomStream } from './rng'

export const SOURCE_IDS = ['uniform'] as const
export type SourceId = (typeof SOURCE_IDS)[number]

export interface StringSource {
  readonly id: SourceId
  /** Draws one string of S tokens into `out[offset … offset + S)`. */
  draw(random: RandomStream, out: Int32Array, offset: number): void
  /** −log2 p(string) in bits, for the string at `tokens[offset … offset + S)`. */
  bits(tokens: Int32Array, offset: number): number
}

/** Every one of the V^S strings is equally likely: S·log2 V bits each. */
function uniformSource(vocab: number, seqLen: number): StringSource {
  const bitsPerString = seqLen * Math.log2(vocab)
  return {
    id: 'uniform',
    draw(random, out, offset) {
      for (let t = 0; t < seqLen; t++) out[offset + t] = random.integer(vocab)
    },
    bits: () => bitsPerString,
  }
}

/** @param vocab V, symbols in the alphabet. @param seqLen S, tokens in a string. */
export function createSource(id: SourceId, vocab: number, seqLen: number): StringSource {
  switch (id) {
    case 'uniform':
      return uniformSource(vocab, seqLen)
  }
}
