/**
 * What a model predicts at each position of one string, from its logits. Everything is computed in float64 from log p = z − max z −
 * log Σ exp(z − max z), so that neither large logits nor tiny probabilities lose anything.
 * The KL divergence is D(q ‖ p), from the given distribution q to the model's p: finite wherever p is positive, while D(p ‖ q) would be
 * infinite as soon as the model puts anything outside the alphabet.
 */
import { mean } from 'simple-statistics'
import { natsToBits } from './bits'

/** One value for each of the S positions. */
export interface TokenPredictions {
  /** −ln p(target). */
  readonly nats: Float64Array
  /** 1 where greedy decoding gives the target. Of equal logits the lowest token id wins, as in a greedy decoder. */
  readonly isArgmax: Uint8Array
  /** p(target). */
  readonly probability: Float64Array
  readonly entropyBits: Float64Array
  /** Probability of the alphabet: the first l tokens. */
  readonly alphabetMass: Float64Array
  /** D(alphabet ‖ prediction). */
  readonly klBits: Float64Array
}

/**
 * @param logits (S, V), row-major, before the softmax. @param tokens the S targets.
 * @param alphabet probabilities of the first l tokens, which are all that the string's source uses.
 */
export function tokenPredictions(
  logits: Float32Array,
  tokens: ArrayLike<number>,
  alphabet: ArrayLike<number>,
): TokenPredictions {
  const seqLen = tokens.length
  const vocab = logits.length / seqLen
  if (!Number.isInteger(vocab)) {
    throw new RangeError(`${logits.length} logits do not divide among ${seqLen} tokens`)
  }
  const result = {
    nats: new Float64Array(seqLen),
    isArgmax: new Uint8Array(seqLen),
    probability: new Float64Array(seqLen),
    entropyBits: new Float64Array(seqLen),
    alphabetMass: new Float64Array(seqLen),
    klBits: new Float64Array(seqLen),
  }
  for (let t = 0; t < seqLen; t++) {
    const target = tokens[t]!
    const row = logits.subarray(t * vocab, (t + 1) * vocab)
    const { logNormalizer, argmax } = softmaxOf(row)
    let entropy = 0
    let mass = 0
    let kl = 0
    for (let v = 0; v < vocab; v++) {
      const logP = row[v]! - logNormalizer
      const p = Math.exp(logP)
      if (p !== 0) entropy -= p * logP
      if (v >= alphabet.length) continue
      mass += p
      const q = alphabet[v]!
      if (q > 0) kl += q * (Math.log(q) - logP)
    }
    result.nats[t] = logNormalizer - row[target]!
    result.isArgmax[t] = argmax === target ? 1 : 0
    result.probability[t] = Math.exp(-result.nats[t]!)
    result.entropyBits[t] = natsToBits(entropy)
    result.alphabetMass[t] = mass
    // Rounding can leave −1e-17 where the two are equal; NaN stays NaN.
    result.klBits[t] = natsToBits(Math.max(0, kl))
  }
  return result
}

/** @returns max z + ln Σ exp(z − max z), and the first of the largest logits; −1 where none is a number. */
export function softmaxOf(row: Float32Array): { logNormalizer: number; argmax: number } {
  let argmax = -1
  let largest = Number.NEGATIVE_INFINITY
  for (let v = 0; v < row.length; v++) {
    if (row[v]! > largest) {
      largest = row[v]!
      argmax = v
    }
  }
  let sum = 0
  for (let v = 0; v < row.length; v++) sum += Math.exp(row[v]! - largest)
  return { logNormalizer: largest + Math.log(sum), argmax }
}

/** Means over all positions of at least one string, as curves over training show them. */
export interface MeanPrediction {
  readonly bitsPerToken: number
  /** Share of the targets that are the argmax. */
  readonly accuracy: number
  readonly entropyBits: number
  readonly alphabetMass: number
  readonly klBits: number
}

export function meanPrediction(strings: readonly TokenPredictions[]): MeanPrediction {
  const over = (valuesOf: (string: TokenPredictions) => ArrayLike<number>) =>
    mean(strings.flatMap((string) => Array.from(valuesOf(string))))
  return {
    bitsPerToken: natsToBits(over((string) => string.nats)),
    accuracy: over((string) => string.isArgmax),
    entropyBits: over((string) => string.entropyBits),
    alphabetMass: over((string) => string.alphabetMass),
    klBits: over((string) => string.klBits),
  }
}
