/**
 * What a model knows of its data, split into unintended memorisation and generalisation (Morris et al. 2025, §2), with the exact source as
 * the reference. In bits, for N strings with code lengths L:
 *   total      = N·S·log2 V − Σ L
 *   unintended = Σ max(0, source bits − L), string by string
 *   intended   = total − unintended = Σ (S·log2 V − max(source bits, L))
 * The paper codes a string with the better of model and reference, which is the clipping. Without it the intended part would be
 * N·S·log2 V − Σ source bits, whatever the model has learned: a property of the data, given here as `structureBits`, the most that
 * generalisation can reach.
 */
import { uniformDatasetBits } from '../bits'
import type { TrialRecord } from '../result'

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

type Columns =
  | 'datasetSize'
  | 'seqLen'
  | 'vocab'
  | 'datasetBits'
  | 'memorizedBits'
  | 'memorizedBitsClipped'
  | 'heldoutBitsPerToken'

export function knowledgeBits(record: Pick<TrialRecord, Columns>): KnowledgeBits {
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
