/**
 * Held-out strings must not look memorised. A model that never saw strings beats their own source by b bits or more with a probability
 * of at most 2^−b (the expectation of p_model / p_source under the source is 1, then Markov's inequality): on a source that can be
 * learned, a few bits above 0 are chance, and 20 are a bug or a leak. On uniform strings nothing can be learned, so any bit counts.
 */
import type { TrialRecord } from '@/core/result'

/** By chance once in a million runs. */
const CHANCE_BITS = 20

export interface LieDetector {
  readonly runs: number
  readonly min: number
  readonly max: number
  /** Runs whose held-out strings came out cheaper than their source allows: a bug or a leak. */
  readonly positive: number
  /** Whether some source could be learned: then a model may know something of strings that it never saw. */
  readonly learnable: boolean
}

export function lieDetector(records: readonly TrialRecord[]): LieDetector | undefined {
  if (records.length === 0) return undefined
  const bits = records.map((record) => record.heldoutMemorizedBits)
  return {
    runs: records.length,
    min: Math.min(...bits),
    max: Math.max(...bits),
    positive: records.filter((record) => record.heldoutMemorizedBits > allowedBits(record)).length,
    learnable: records.some(({ source }) => source !== 'uniform'),
  }
}

const allowedBits = ({ source }: TrialRecord): number => (source === 'uniform' ? 0 : CHANCE_BITS)
