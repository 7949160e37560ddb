/**
 * The accounting of memorised bits (science.md §1; Morris et al. 2025, arXiv 2505.24832, §2–3).
 * A string's code length under a model is L(x) = −Σ_t log2 p(x_t | BOS, x_<t); its memorised bits are −log2 p_source(x) − L(x).
 */
export const natsToBits = (nats: number): number => nats / Math.LN2

export interface MemorizedBits {
  /** Σ (source bits − code length): what the dataset costs less to send with the model than without. May be negative. */
  readonly signed: number
  /** The same with each string clipped at 0 (per string, never per token). */
  readonly clipped: number
}

/**
 * @param sourceBits (N) −log2 p_source of each string.
 * @param codeLengthNats (N) code length of each string under the model, in nats.
 */
export function memorizedBits(
  sourceBits: ArrayLike<number>,
  codeLengthNats: ArrayLike<number>,
): MemorizedBits {
  if (sourceBits.length !== codeLengthNats.length) {
    throw new RangeError(
      `memorizedBits: ${sourceBits.length} strings but ${codeLengthNats.length} code lengths`,
    )
  }
  let signed = 0
  let clipped = 0
  for (let n = 0; n < sourceBits.length; n++) {
    const bits = sourceBits[n]! - natsToBits(codeLengthNats[n]!)
    signed += bits
    clipped += Math.max(0, bits)
  }
  return { signed, clipped }
}

/** Mean code length per token, in bits. */
export function bitsPerToken(codeLengthNats: ArrayLike<number>, seqLen: number): number {
  let nats = 0
  for (let n = 0; n < codeLengthNats.length; n++) nats += codeLengthNats[n]!
  return natsToBits(nats) / (codeLengthNats.length * seqLen)
}

/** Bits in a uniform dataset of N distinct draws: N·S·log2 V. */
export const uniformDatasetBits = (count: number, seqLen: number, vocab: number): number =>
  count * seqLen * Math.log2(vocab)

/**
 * The most that any model can memorise of this dataset. BOS does not say which string comes, so even a perfect model pays the
 * entropy of the choice: Σ_x c_x·log2(N / c_x) over distinct strings with multiplicity c_x, which is N·log2 N where all differ.
 */
export function ceilingBits(sourceBits: ArrayLike<number>, multiplicities: readonly number[]): number {
  let total = 0
  for (let n = 0; n < sourceBits.length; n++) total += sourceBits[n]!
  let choice = 0
  for (const count of multiplicities) choice += count * Math.log2(sourceBits.length / count)
  return total - choice
}

/** The ceiling of N distinct uniform strings, N·(S·log2 V − log2 N): the curve that charts draw. */
export const uniformCeilingBits = (count: number, seqLen: number, vocab: number): number =>
  count * (seqLen * Math.log2(vocab) - Math.log2(count))
