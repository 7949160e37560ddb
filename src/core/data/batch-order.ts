/**
 * Which strings a step trains on, where a batch is smaller than the data: a stateless shuffle, so that any step can be computed
 * on any device without a list. Position p = step·B + i counts strings; its epoch is ⌊p/N⌋, and within an epoch a keyed
 * permutation of [0, N) puts every string exactly once. The permutation is a four-round Feistel network over the smallest even
 * number of bits that holds N, walked until it lands below N (cycle walking, Black & Rogaway 2002). 32-bit integers only: WGSL
 * computes the same.
 */
import { mix32, streamKey } from './rng'

const ROUNDS = 4

function permute(index: number, count: number, key: number): number {
  const halfBits = Math.max(1, Math.ceil(Math.log2(count) / 2))
  const mask = 2 ** halfBits - 1
  let value = index
  do {
    let left = value >>> halfBits
    let right = value & mask
    for (let round = 0; round < ROUNDS; round++) {
      const next = left ^ (mix32(right ^ mix32(key + round)) & mask)
      left = right
      right = next
    }
    value = ((left << halfBits) | right) >>> 0
  } while (value >= count)
  return value
}

/** Indices in [0, count) of the `batch` strings that step `step` (from 0) trains on. */
export function batchIndices(seed: number, step: number, batch: number, count: number): Uint32Array {
  const base = streamKey('order', seed)
  return Uint32Array.from({ length: batch }, (_, i) => {
    const position = step * batch + i
    return permute(position % count, count, mix32(base + Math.floor(position / count)))
  })
}
