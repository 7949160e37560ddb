/** Weights of 16 bits, as in rounding.wgsl, to the bit. */
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
  // From 2^-14 on: 13 bits of 23 go, and the carry may pass into the exponent.
  if (exponent >= 113) {
    const nearest = (size + 0xfff + ((size >> 13) & 1)) & 0xffffe000
    return sign | (nearest >= 0x47800000 ? 0x7f800000 : nearest)
  }
  // Below: a whole number of 2^-24, of which 2^-25 is the half.
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
