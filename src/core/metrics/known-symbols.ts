/** What a model knows of strings at one moment: of every symbol how probable the right one is to it, and which one it would say. */
import { softmaxOf } from './predictions'

/** Flat, (N, S): plain data that crosses threads. */
export interface KnownSymbols {
  /** p(right symbol | those before it). */
  readonly probability: Float32Array
  /** The most probable symbol; of equal ones the lowest id, as greedy decoding takes it. */
  readonly said: Uint16Array
}

/** What a model knows at one step of its training: of the strings that it is given, and of some that it never sees. */
export interface KnowledgeFrame {
  /** Steps taken. */
  readonly step: number
  readonly training: KnownSymbols
  readonly heldOut: KnownSymbols
  /** Of the training strings; negative while it would rather not have guessed (core/metrics/bits.ts). */
  readonly memorizedBits: number
}

/** Collects {@link KnownSymbols} string by string. @param tokens (N, S) right symbols, flat. */
export function knownSymbolsOf(tokens: ArrayLike<number>, seqLen: number) {
  const known: KnownSymbols = {
    probability: new Float32Array(tokens.length),
    said: new Uint16Array(tokens.length),
  }
  let nats = 0
  return {
    known,
    /** Code length of all strings so far, nats. */
    codeLength: () => nats,
    /** @param logits (S, V) of one string, before the softmax. */
    add(string: number, logits: Float32Array) {
      const vocab = logits.length / seqLen
      for (let t = 0; t < seqLen; t++) {
        const at = string * seqLen + t
        const row = logits.subarray(t * vocab, (t + 1) * vocab)
        const { logNormalizer, argmax } = softmaxOf(row)
        const logP = row[tokens[at]!]! - logNormalizer
        known.probability[at] = Math.exp(logP)
        known.said[at] = argmax
        nats -= logP
      }
    },
  }
}
