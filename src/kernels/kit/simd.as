/**
 * What the processor's kernels share: four float32 at once.
 *
 * Formula:
 *   twoToThe(x) = 2ˣ = 2ⁿ · 2ᶠ with n the nearest whole number and |f| ≤ ½, and 2ᶠ by a polynomial of degree 5 (minimax of the relative
 *                 error) that is summed by pairs of powers: half as long a chain of operations as one power after the other
 *   exp4(x)     = eˣ = 2^(x · log₂ e)
 *   ln4(x)      = ln m + e · ln 2, with x = m · 2ᵉ, √½ ≤ m < √2, and ln m by a polynomial of degree 9 (minimax of the relative error)
 *   sigmoidAll  = 1 / (1 + 2ˣ)
 *   sum4        = Σ of the four; sums4 of each of four vectors
 * Shapes:          vectors of four; store4, addAll and sigmoidAll take any count.
 * One call:        one vector, or `count` elements.
 * Limits:          twoToThe errs by at most 2.6 units in the last place from −80 to 127.49; below it is 2⁻⁸⁰, above it is wrong. exp4
 *                  rounds x · log₂ e first: 3 units for |x| ≤ 1, 0.72 · |x| where that is more; outside of −55.4 … 88.3 it is what it is there.
 *                  ln4 takes normal numbers from 2⁻¹²⁶ to 2¹²⁷, and errs by at most 1.5 units. NaN stays NaN. Buffers have at least 32 bytes
 *                  behind their last element, so a whole vector may be read where only some of its lanes count; what is written is exact.
 * Reference:       Math.exp and Math.log; simd.test.ts.
 */
import { bytesOf, elementAt } from './records.as'

/** Numbers in memory: one load each in a loop, where an engine would build a constant from its bits every time. */
const EXP: usize = memory.data<f32>([
  // Coefficients of 2ᶠ, highest power first.
  1.3264727e-3, 9.671513e-3, 5.5507336e-2, 2.4022242e-1, 6.93147e-1, 1,
  // The least power of two, and 1.5 · 2²³ + 127: added to x it leaves n + 127 in the lowest bits. Products with smaller powers would be denormal
  // numbers, which take a processor many times as long.
  -80, 12583039,
])
const ONE: usize = EXP + 20

const LN: usize = memory.data<f32>([
  // Coefficients of (ln(1 + m) − m + m² / 2) / m³, lowest power first; √½; ln 2 in two parts: e times the second has no error.
  0.33333910, -0.25001338, 0.19963063, -0.16577584, 0.14914769, -0.14267491, 0.087004393, 0.70710678, -2.12194440e-4,
  0.693359375,
])

export const LOG2_E: f32 = 1.44269504
export const LN_2: f32 = 0.69314718
/** The largest exponent of two that exp4 takes. */
const MOST: f32 = 127.4

/** The offset is part of the address: apart from it, an engine computes the address anew each time. */
@inline
function number(at: usize): v128 {
  return v128.load32_splat(at)
}

@inline
export function twoToThe(x: v128): v128 {
  return normalPower(f32x4.pmax(x, number(EXP + 24)))
}

/** twoToThe of what is known not to be less than −126. */
@inline
export function normalPower(x: v128): v128 {
  const shift = number(EXP + 28)
  const n = f32x4.add(x, shift)
  const f = f32x4.sub(x, f32x4.sub(n, shift))
  const square = f32x4.mul(f, f)
  let sum = f32x4.add(f32x4.mul(number(EXP), f), number(EXP + 4))
  const middle = f32x4.add(f32x4.mul(number(EXP + 8), f), number(EXP + 12))
  const low = f32x4.add(f32x4.mul(number(EXP + 16), f), number(EXP + 20))
  sum = f32x4.add(f32x4.mul(sum, square), middle)
  sum = f32x4.add(f32x4.mul(sum, square), low)
  return f32x4.mul(sum, i32x4.shl(n, 23))
}

@inline
export function exp4(x: v128): v128 {
  return twoToThe(f32x4.pmin(f32x4.mul(x, f32x4.splat(LOG2_E)), f32x4.splat(MOST)))
}

@inline
export function ln4(x: v128): v128 {
  const shifted = i32x4.sub(x, number(LN + 28))
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23))
  const one = number(ONE)
  // A product with 2⁻ᵉ, and not a change of bits, so that NaN stays NaN.
  const power = i32x4.sub(one, v128.and(shifted, i32x4.splat(<i32>0xff800000)))
  const m = f32x4.sub(f32x4.mul(x, power), one)
  const square = f32x4.mul(m, m)
  const high = f32x4.add(number(LN + 16), f32x4.mul(number(LN + 20), m))
  const middle = f32x4.add(number(LN + 8), f32x4.mul(number(LN + 12), m))
  const low = f32x4.add(number(LN), f32x4.mul(number(LN + 4), m))
  let sum = f32x4.add(high, f32x4.mul(number(LN + 24), square))
  sum = f32x4.add(middle, f32x4.mul(sum, square))
  sum = f32x4.add(low, f32x4.mul(sum, square))
  sum = f32x4.mul(square, f32x4.sub(f32x4.mul(sum, m), f32x4.splat(0.5)))
  sum = f32x4.add(sum, f32x4.mul(e, number(LN + 32)))
  return f32x4.add(f32x4.add(m, sum), f32x4.mul(e, number(LN + 36)))
}

@inline
export function sum4(x: v128): f32 {
  const halves = f32x4.add(x, i32x4.shuffle(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1)
}

/** sum4 of each, to the bit. */
@inline
export function sums4(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7))
  return f32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3))
}

/** A mask: all bits of the first `count` lanes, none of the others. */
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count))
}

/** Stores the first `count` lanes, all four where there are more. */
@inline
export function store4(at: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(at, value)
    return
  }
  if (count > 0) v128.store_lane<f32>(at, value, 0)
  if (count > 1) v128.store_lane<f32>(at, value, 1, 4)
  if (count > 2) v128.store_lane<f32>(at, value, 2, 8)
}

/** to[i] += from[i]. */
export function addAll(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i)
    store4(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)), count - i)
  }
}

/** at[i] = 1 / (1 + 2^at[i]), for −126 ≤ at[i] ≤ 127.4. Coefficients stay in registers here, which a call for each vector cannot have. */
export function sigmoidAll(at: usize, count: i32): void {
  const fifth = v128.load32_splat(EXP)
  const fourth = v128.load32_splat(EXP, 4)
  const third = v128.load32_splat(EXP, 8)
  const second = v128.load32_splat(EXP, 12)
  const first = v128.load32_splat(EXP, 16)
  const one = v128.load32_splat(ONE)
  const shift = v128.load32_splat(EXP, 28)
  let i = 0
  for (; i + 4 <= count; i += 4) {
    const own = elementAt(at, i)
    v128.store(own, sigmoidOfPower(v128.load(own), fifth, fourth, third, second, first, one, shift))
  }
  if (i === count) return
  const own = elementAt(at, i)
  store4(own, sigmoidOfPower(v128.load(own), fifth, fourth, third, second, first, one, shift), count - i)
}

@inline
function sigmoidOfPower(
  x: v128,
  fifth: v128,
  fourth: v128,
  third: v128,
  second: v128,
  first: v128,
  one: v128,
  shift: v128,
): v128 {
  const n = f32x4.add(x, shift)
  const f = f32x4.sub(x, f32x4.sub(n, shift))
  const square = f32x4.mul(f, f)
  let sum = f32x4.add(f32x4.mul(fifth, f), fourth)
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.add(f32x4.mul(third, f), second))
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.add(f32x4.mul(first, f), one))
  return f32x4.div(one, f32x4.add(one, f32x4.mul(sum, i32x4.shl(n, 23))))
}
