// rounded(bits) = the bits of the float32 that is nearest to that of bits among FLOAT16 or BFLOAT16 numbers, ties to even; roundedByChance: up where draw, from 0 to 65535, carries.
// NaN and infinities stay; past the largest lies infinity. Subnormals are numbers: integers alone, as a device may flush them in arithmetic, and needs no f16.
// roundingDraw: a draw without a state for (key, step, index). All as in core/metrics (quantize.ts, weight-rounding.ts), to the bit.
// Limits: none.

//#if BFLOAT16
fn rounded(bits: u32) -> u32 {
  if ((bits & 0x7f800000u) == 0x7f800000u) { return bits; }
  return (bits + 0x7fffu + ((bits >> 16u) & 1u)) & 0xffff0000u;
}
//#endif
//#if FLOAT16
fn rounded(bits: u32) -> u32 {
  let sign = bits & 0x80000000u;
  let size = bits & 0x7fffffffu;
  if (size >= 0x7f800000u) { return bits; }
  let exponent = size >> 23u;
  // From 2^-14 on: 13 bits of 23 go, and the carry may pass into the exponent.
  if (exponent >= 113u) {
    let nearest = (size + 0xfffu + ((size >> 13u) & 1u)) & 0xffffe000u;
    return sign | select(nearest, 0x7f800000u, nearest >= 0x47800000u);
  }
  // Below: a whole number of 2^-24, of which 2^-25 is the half.
  if (exponent < 102u) { return sign; }
  let significand = (size & 0x7fffffu) | 0x800000u;
  let shift = 126u - exponent;
  let units = (significand + (1u << (shift - 1u)) - 1u + ((significand >> shift) & 1u)) >> shift;
  return sign | bitcast<u32>(f32(units) * 0x1p-24f);
}
//#endif
//#if STOCHASTIC
fn roundedByChance(bits: u32, draw: u32) -> u32 {
  if ((bits & 0x7f800000u) == 0x7f800000u) { return bits; }
  return (bits + draw) & 0xffff0000u;
}

fn roundingDraw(key: u32, step: u32, index: u32) -> u32 {
  return mix32(mix32(key ^ mix32(step)) + index * 0x9e3779b9u) >> 16u;
}
//#endif
