/** Into how many splits the processor cuts a member's batch: what several threads can share out, and what a step costs in memory. */

/** The fewest rows of a split, unless a batch has fewer: half of it costs a step of S three per cent more (docs/tuning.md, Crews). */
const LEAST_ROWS = 256
/** Enough to share out evenly among the cores of a large machine. */
export const MOST_SPLITS = 32

/**
 * A power of two, so that their sums can be added up in pairs, pairs of pairs and so on: an order that is the same however many threads
 * compute them. It depends on nothing but the batch, and so do the bits of every gradient.
 * @param batch strings, none of which is cut.
 */
export function processorSplits(batch: number, seqLen: number): number {
  const most = Math.min(MOST_SPLITS, batch, (batch * seqLen) / LEAST_ROWS)
  return most < 2 ? 1 : 2 ** Math.floor(Math.log2(most))
}
