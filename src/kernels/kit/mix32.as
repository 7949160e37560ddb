/** mix32 of core/data/rng.ts, to the bit: every bit of a 32-bit word into every other (the finalizer of MurmurHash3). */
export function mix32(word: u32): u32 {
  let h = (word ^ (word >> 16)) * 0x85ebca6b
  h = (h ^ (h >> 13)) * 0xc2b2ae35
  return h ^ (h >> 16)
}
