// mix32 of core/data/rng.ts, to the bit: every bit of a 32-bit word into every other (the finalizer of MurmurHash3).
// Limits: none.

fn mix32(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}
