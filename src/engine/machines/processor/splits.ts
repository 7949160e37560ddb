/** A member's batch as splits of whole strings, as equal as they can be. */
import { processorSplits } from '@/core/sweep/splits'

/** @returns the rows of each split, in order. */
export function rowsOfSplits(batch: number, seqLen: number): readonly number[] {
  const count = processorSplits(batch, seqLen)
  const firstString = (split: number) => Math.floor((split * batch) / count)
  return Array.from({ length: count }, (_, split) => seqLen * (firstString(split + 1) - firstString(split)))
}
