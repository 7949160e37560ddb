/**
 * mix32: a hash of one 32-bit word, in which every bit that comes in moves every bit that goes out (the finalizer of MurmurHash3).
 *
 * Formula:
 *   h ← (h ⊕ (h ≫ 16)) · 0x85ebca6b
 *   h ← (h ⊕ (h ≫ 13)) · 0xc2b2ae35
 *   mix32 = h ⊕ (h ≫ 16)
 * Shapes:          one word in, one word out.
 * One call:        one draw without a state.
 * Limits:          none; 32-bit integers, so it is exact.
 * Reference:       mix32 in core/data/rng.ts.
 */
export function mix32(word: u32): u32 {
  let h = (word ^ (word >> 16)) * 0x85ebca6b
  h = (h ^ (h >> 13)) * 0xc2b2ae35
  return h ^ (h >> 16)
}
