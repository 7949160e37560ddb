/** Inputs and targets of a step by core/data/batch-order.ts: the specification of the kernel. */
import { batchIndices } from '@/core/data/batch-order'
import { bosToken } from '@/core/model/family'
import { memberRanges } from '@/kernels/kit/case-data'
import type { BatchSizes } from './programs'

export interface BatchSource {
  readonly seed: number
  /** Steps done. */
  readonly step: number
  readonly fullBatch: boolean
  /** (N, S) */
  readonly tokens: ArrayLike<number>
}

/** @returns inputs and targets (rows); NaN in padding. */
export function fetchBatchReference(
  { layout, seqLen, vocab }: BatchSizes,
  sources: readonly BatchSource[],
): { readonly inputs: Float64Array; readonly targets: Float64Array } {
  const inputs = new Float64Array(layout.rows).fill(Number.NaN)
  const targets = new Float64Array(layout.rows).fill(Number.NaN)
  for (const { member, first, count } of memberRanges(layout)) {
    const { seed, step, fullBatch, tokens } = sources[member]!
    const batch = count / seqLen
    const order = batchIndices(seed, step, batch, tokens.length / seqLen)
    for (let b = 0; b < batch; b++) {
      const string = fullBatch ? b : order[b]!
      for (let t = 0; t < seqLen; t++) {
        const row = first + b * seqLen + t
        inputs[row] = t === 0 ? bosToken(vocab) : tokens[string * seqLen + t - 1]!
        targets[row] = tokens[string * seqLen + t]!
      }
    }
  }
  return { inputs, targets }
}
