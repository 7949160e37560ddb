/**
 * What the processor's kernels share: four float32 at once.
 *
 * Formula:
 *   exp4(x)     = eˣ, to 1 unit in the last place: x = n · ln 2 + r, |r| ≤ ½ ln 2, eˣ = 2ⁿ · eʳ, and eʳ by a polynomial (Cody & Waite 1980)
 *   sigmoid4(x) = 1 / (1 + e⁻ˣ)
 *   sum4, max4  = Σ and max of the four
 * Shapes:          vectors of four; store4 and addAll take any count.
 * One call:        one vector, or `count` elements.
 * Limits:          exp4 is exact from −87.3 to 88.3 and beyond them what it is there, 1.2e−38 and 2.4e38; NaN stays NaN. Buffers have at
 *                  least 32 bytes behind their last element, so a whole vector may be read where only some of its lanes count; what is
 *                  written is exact.
 * Reference:       Math.exp; processor-kernels.test.ts in engine/machines/processor.
 */
import { bytesOf } from './records.as'

/** Numbers in memory: one load each in a loop, where an engine would build a constant from its bits every time. */
const EXP: usize = memory.data<f32>([
  -87.33654, 88.37626, 1.442695, 12582912, 0.693359375, 2.1219444e-4, 1.987569e-4, 1.3981999e-3, 8.333452e-3,
  4.1665796e-2, 0.16666666, 0.5, 1,
])
const ONE: usize = EXP + 48
const BIAS: usize = memory.data<i32>([127])

@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(EXP)), v128.load32_splat(EXP, 4))
  // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
  const shifted = f32x4.add(f32x4.mul(clamped, v128.load32_splat(EXP, 8)), v128.load32_splat(EXP, 12))
  const n = f32x4.sub(shifted, v128.load32_splat(EXP, 12))
  // ln 2 is taken off in two parts: n times the first has no error.
  let r = f32x4.sub(clamped, f32x4.mul(n, v128.load32_splat(EXP, 16)))
  r = f32x4.add(r, f32x4.mul(n, v128.load32_splat(EXP, 20)))
  let series = v128.load32_splat(EXP, 24)
  series = f32x4.add(f32x4.mul(series, r), v128.load32_splat(EXP, 28))
  series = f32x4.add(f32x4.mul(series, r), v128.load32_splat(EXP, 32))
  series = f32x4.add(f32x4.mul(series, r), v128.load32_splat(EXP, 36))
  series = f32x4.add(f32x4.mul(series, r), v128.load32_splat(EXP, 40))
  series = f32x4.add(f32x4.mul(series, r), v128.load32_splat(EXP, 44))
  const value = f32x4.add(f32x4.add(f32x4.mul(series, f32x4.mul(r, r)), r), v128.load32_splat(ONE))
  const power = i32x4.shl(i32x4.add(shifted, v128.load32_splat(BIAS)), 23)
  return f32x4.mul(value, power)
}

@inline
export function sigmoid4(x: v128): v128 {
  const one = v128.load32_splat(ONE)
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))))
}

@inline
export function sum4(x: v128): f32 {
  const halves = f32x4.add(x, i32x4.shuffle(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1)
}

@inline
export function max4(x: v128): f32 {
  const halves = f32x4.max(x, i32x4.shuffle(x, x, 2, 3, 0, 1))
  return max(f32x4.extract_lane(halves, 0), f32x4.extract_lane(halves, 1))
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
