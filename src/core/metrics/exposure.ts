/**
 * Exposure of a canary (Carlini et al. 2019, "The Secret Sharer", §4): log2 |R| − log2 rank, where R are the strings that could have stood
 * in its place and its rank is by code length under the model, 1 for the shortest.
 * R is too large to be ranked whole, so it is the canary itself and a sample of strings of the same kind that were never inserted: exposure
 * is then at most log2(candidates + 1) bits. A canary at that bound is exposed by *at least* so much.
 */

/** Mean exposure of a canary that was never inserted, for many candidates: its rank is uniform, and log2 n − (log2 n!) / n → log2 e. */
export const UNEXPOSED_BITS = Math.LOG2E

export interface Exposure {
  readonly bits: number
  /** The most that so many candidates can show. */
  readonly boundBits: number
  /** The canary is shorter than every candidate: more candidates might show more. */
  readonly isAtBound: boolean
}

/**
 * @param canaryNats code length of the canary. @param candidateNats those of never-inserted strings; equal lengths count half.
 */
export function exposure(canaryNats: number, candidateNats: ArrayLike<number>): Exposure {
  let rank = 1
  for (let n = 0; n < candidateNats.length; n++) {
    const nats = candidateNats[n]!
    if (nats < canaryNats) rank++
    else if (nats === canaryNats) rank += 0.5
    else if (!(nats > canaryNats)) rank = Number.NaN
  }
  const boundBits = Math.log2(candidateNats.length + 1)
  return { bits: boundBits - Math.log2(rank), boundBits, isAtBound: rank === 1 }
}
