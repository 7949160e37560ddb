/**
 * The shuffle of a member's strings: which of `count` strings is string i of a step's batch.
 *
 * Formula:
 *   shuffled = permute(p mod count, count, mix32(key + ⌊p / count⌋)) with p = step · batch + i
 *   permute: four Feistel rounds (l, r) → (r, l ⊕ (mix32(r ⊕ mix32(key + round)) mod 2^h)) over 2h ≥ log₂ count bits, walked until
 *            the value is below count (cycle walking, Black & Rogaway 2002)
 * Shapes:          numbers in, one number out.
 * One call:        one string: no list, no state.
 * Limits:          step, batch and count below 2²⁴, i < batch ≤ count.
 * Reference:       batchIndices in core/data/batch-order.ts.
 */
import { mix32 } from '../kit/mix32.as'

export function shuffled(step: u32, batch: u32, i: u32, count: u32, key: u32): u32 {
  const position = <u64>step * <u64>batch + <u64>i
  return permute(<u32>(position % count), count, mix32(key + <u32>(position / count)))
}

function permute(index: u32, count: u32, key: u32): u32 {
  const bits: u32 = 32 - clz<u32>(count - 1)
  const halfBits = max<u32>(1, (bits + 1) >> 1)
  const mask = ((<u32>1) << halfBits) - 1
  let value = index
  do {
    let left = value >> halfBits
    let right = value & mask
    for (let round: u32 = 0; round < 4; round++) {
      const next = left ^ (mix32(right ^ mix32(key + round)) & mask)
      left = right
      right = next
    }
    value = (left << halfBits) | right
  } while (value >= count)
  return value
}
