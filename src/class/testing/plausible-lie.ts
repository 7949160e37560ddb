import type { TrialRecord } from '@/core/results/result'

/** A record of a fifth less than the truth, whose numbers fit each other: nothing but training again tells. */
export function plausibleLie(truth: TrialRecord): TrialRecord {
  const { params, datasetSize, seqLen, datasetBits } = truth
  const memorizedBits = truth.memorizedBits * 0.8
  return {
    ...truth,
    memorizedBits,
    memorizedBitsClipped: memorizedBits,
    bitsPerParam: memorizedBits / params,
    trainBitsPerToken: (datasetBits - memorizedBits) / (datasetSize * seqLen),
  }
}
