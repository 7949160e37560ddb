/**
 * Rounding of a float32 to 16 bits, given and returned as the bits of a float32.
 *
 * Formula:
 *   roundedToBfloat16(bits), roundedToFloat16(bits)   the nearest number of that format, ties to even
 *   roundedByChance(bits, draw)                       the upper or the lower bfloat16 neighbour: upper where lower bits + draw carry
 *   roundingDraw(k, t, i)                             mix32(mix32(k ⊕ mix32(t)) + i · 0x9e3779b9) ≫ 16
 * Shapes:          one word in, one word out; a draw is uniform in [0, 2¹⁶), for key k, step t and parameter i.
 * One call:        one parameter that has been updated.
 * Limits:          none: NaN and infinities stay, past the largest number lies infinity.
 * Reference:       roundToBfloat16, roundToFloat16, roundToBfloat16Stochastically in core/metrics/quantize.ts; counterWord in
 *                  core/data/rng.ts.
 */
import { mix32 } from '../kit/mix32.as'

export function roundedToBfloat16(bits: u32): u32 {
  if ((bits & 0x7f800000) === 0x7f800000) return bits
  return (bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000
}

export function roundedToFloat16(bits: u32): u32 {
  const sign = bits & 0x80000000
  const size = bits & 0x7fffffff
  if (size >= 0x7f800000) return bits
  const exponent = size >> 23
  // From 2⁻¹⁴ on 13 bits of 23 go, and the carry may pass into the exponent.
  if (exponent >= 113) {
    const nearest = (size + 0xfff + ((size >> 13) & 1)) & 0xffffe000
    return sign | (nearest >= 0x47800000 ? 0x7f800000 : nearest)
  }
  // Below it a float16 is a whole number of 2⁻²⁴; what is smaller than 2⁻²⁵ becomes zero.
  if (exponent < 102) return sign
  const significand = (size & 0x7fffff) | 0x800000
  const shift = 126 - exponent
  const units = (significand + (1 << (shift - 1)) - 1 + ((significand >> shift) & 1)) >> shift
  return sign | reinterpret<u32>(<f32>units * 5.9604644775390625e-8)
}

export function roundedByChance(bits: u32, draw: u32): u32 {
  if ((bits & 0x7f800000) === 0x7f800000) return bits
  return (bits + draw) & 0xffff0000
}

export function roundingDraw(key: u32, step: u32, index: u32): u32 {
  return mix32(mix32(key ^ mix32(step)) + index * 0x9e3779b9) >> 16
}
