/**
 * What a model knows of its data, split into unintended memorisation and generalisation (Morris et al. 2025, §2), with the exact source as
 * the reference. In bits, for N strings with code lengths L:
 *   total      = N·S·log2 V − Σ L
 *   unintended = Σ max(0, source bits − L), string by string
 *   intended   = total − unintended = Σ (S·log2 V − max(source bits, L))
 * The paper codes a string with the better of model and reference, which is the clipping. Without it the intended part would be
 * N·S·log2 V − Σ source bits, whatever the model has learned: a property of the data, given here as `structureBits`, the most that
 * generalisation can reach.
 *
 * Clipping also leaves something of strings that the model never saw: those that it happens to code shorter than the reference does, by
 * chance or because it knows what the reference does not. That is no memory of a string, so, with the mean over held-out strings,
 *   net        = unintended − N · mean max(0, source bits − L) of strings it never saw
 * It is 0 on average where training strings are coded like any others of their source, and never above the unintended part. The paper
 * has no such correction: what it reports, and what findings are held against it by, is the unintended part itself.
 */

import { uniformDatasetBits } from './bits'

export interface KnowledgeBits {
  readonly totalBits: number
  readonly unintendedBits: number
  /** Negative where the model codes its own data worse than a uniform guess does. */
  readonly intendedBits: number
  readonly structureBits: number
  /**
   * What the model saves on held-out strings, for as many strings as it was trained on: generalisation without any memory. Negative where
   * it is sure of what is wrong.
   */
  readonly heldOutBits: number
}

/** The columns of a record that this is computed from. */
interface CodedDataset {
  readonly datasetSize: number
  readonly seqLen: number
  readonly vocab: number
  readonly datasetBits: number
  readonly memorizedBits: number
  readonly memorizedBitsClipped: number
  readonly heldoutBitsPerToken: number
}

export function knowledgeBits(record: CodedDataset): KnowledgeBits {
  const { datasetSize, seqLen, vocab, datasetBits, memorizedBits, memorizedBitsClipped } = record
  const structureBits = uniformDatasetBits(datasetSize, seqLen, vocab) - datasetBits
  // Σ L = datasetBits − memorizedBits, the signed one.
  const totalBits = structureBits + memorizedBits
  return {
    totalBits,
    unintendedBits: memorizedBitsClipped,
    intendedBits: totalBits - memorizedBitsClipped,
    structureBits,
    heldOutBits: datasetSize * seqLen * (Math.log2(vocab) - record.heldoutBitsPerToken),
  }
}

export interface NetUnintendedBits {
  /** The same clipped sum over as many strings that the model never saw: what clipping alone yields. */
  readonly floorBits: number
  readonly netBits: number
}

/** @param heldOutClippedBitsPerString mean of max(0, source bits − L) over held-out strings. */
export function netUnintendedBits(
  record: Pick<CodedDataset, 'datasetSize' | 'memorizedBitsClipped'>,
  heldOutClippedBitsPerString: number,
): NetUnintendedBits {
  const floorBits = record.datasetSize * heldOutClippedBitsPerString
  return { floorBits, netBits: record.memorizedBitsClipped - floorBits }
}
