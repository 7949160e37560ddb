/**
 * What follows a product of a linear layer: GELU in GPT-2's tanh form (Hendrycks & Gimpel 2016, arXiv 1606.08415, §2), or SwiGLU (Shazeer
 * 2020, arXiv 2002.05202, eq. 5), each with its derivatives, which the backward pass multiplies with.
 *
 * Formula:
 *   gelu(x)   = x · σ(z), with z = 2√(2/π) · (x + 0.044715 x³)
 *   gelu′(x)  = σ(z) + x · (σ(z) − σ(z)²) · z′
 *   y         = silu(gate) · value, with silu(x) = x · σ(x)
 *   ∂y/∂gate  = value · σ(gate) · (1 + gate · (1 − σ(gate)))
 *   ∂y/∂value = silu(gate)
 *   multiply, multiplyPairs: to = slopes · dy, which is the gradient of what the activation was applied to
 * Shapes:          gelu, multiply: any count of elements. swiglu, multiplyPairs: pre and slopes (rows, 2 · pairs), gates before values; y
 *                  and dy (rows, pairs).
 * One call:        all elements, one loop after the other: short chains of operations, of which many fit beside each other in a processor,
 *                  and numbers that stay in registers. A loop has no branch, which would keep an engine from leaving them there: what is
 *                  less than a vector follows it. `pre` becomes the slopes.
 * Limits:          `to` is overwritten up to a whole vector behind its last element, all else is exact. NaN stays NaN in y. Past |x| = 10
 *                  the sigmoid of GELU is 0 or 1 to the last bit, so x is limited there: x³ cannot overflow.
 * Reference:       activated and slope in reference.ts.
 */
import { bytesOf, elementAt, rowAt } from '../kit/records.as'
import { LOG2_E, sigmoidAll, store4 } from '../kit/simd.as'

/** 2√(2/π). */
const SCALE: f32 = 1.5957691216057308
const CUBIC: f32 = 0.044715
/** Numbers in memory, which a loop keeps in registers: an engine would build a constant from its bits every time. */
const GELU: usize = memory.data<f32>([-SCALE * LOG2_E, -SCALE * CUBIC * LOG2_E, SCALE, 3 * SCALE * CUBIC, -10, 10])
/** −log₂ e, and powers of two whose reciprocals are normal numbers. */
const SILU: usize = memory.data<f32>([-LOG2_E, -126, 126])

export function gelu(pre: usize, y: usize, count: i32): void {
  const whole = count & ~3
  const rest = count & 3
  const scale = v128.load32_splat(GELU)
  const cubic = v128.load32_splat(GELU, 4)
  const steepness = v128.load32_splat(GELU, 8)
  const bend = v128.load32_splat(GELU, 12)
  const least = v128.load32_splat(GELU, 16)
  const most = v128.load32_splat(GELU, 20)
  for (let i = 0; i < whole; i += 4) geluPowers(pre, y, i, 4, least, most, scale, cubic)
  if (rest) geluPowers(pre, y, whole, rest, least, most, scale, cubic)
  sigmoidAll(y, count)
  for (let i = 0; i < whole; i += 4) geluSlopes(pre, y, i, 4, least, most, steepness, bend)
  if (rest) geluSlopes(pre, y, whole, rest, least, most, steepness, bend)
}

/** The first `count` of four powers of two, from element i on, whose sigmoids GELU takes. */
@inline
function geluPowers(
  pre: usize,
  to: usize,
  i: i32,
  count: i32,
  least: v128,
  most: v128,
  scale: v128,
  cubic: v128,
): void {
  const x = f32x4.pmin(f32x4.pmax(v128.load(elementAt(pre, i)), least), most)
  const factor = f32x4.add(scale, f32x4.mul(cubic, f32x4.mul(x, x)))
  store4(elementAt(to, i), f32x4.mul(x, factor), count)
}

/** Values in place of sigmoids, and slopes in place of what they are taken of. */
@inline
function geluSlopes(
  pre: usize,
  y: usize,
  i: i32,
  count: i32,
  least: v128,
  most: v128,
  steepness: v128,
  bend: v128,
): void {
  const x = v128.load(elementAt(pre, i))
  const s = v128.load(elementAt(y, i))
  const near = f32x4.pmin(f32x4.pmax(x, least), most)
  const byX = f32x4.mul(near, f32x4.add(steepness, f32x4.mul(bend, f32x4.mul(near, near))))
  store4(elementAt(y, i), f32x4.mul(x, s), count)
  store4(elementAt(pre, i), f32x4.add(s, f32x4.mul(f32x4.sub(s, f32x4.mul(s, s)), byX)), count)
}

export function multiply(slopes: usize, dy: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const product = f32x4.mul(v128.load(elementAt(slopes, i)), v128.load(elementAt(dy, i)))
    v128.store(elementAt(to, i), product)
  }
}

export function swiglu(pre: usize, y: usize, rows: i32, pairs: i32): void {
  const whole = pairs & ~3
  const rest = pairs & 3
  const scale = v128.load32_splat(SILU)
  const least = v128.load32_splat(SILU, 4)
  const most = v128.load32_splat(SILU, 8)
  for (let row = 0; row < rows; row++) {
    const gates = rowAt(pre, 2 * row, pairs)
    const to = rowAt(y, row, pairs)
    for (let i = 0; i < whole; i += 4) swigluPowers(gates, to, i, 4, least, most, scale)
    if (rest) swigluPowers(gates, to, whole, rest, least, most, scale)
  }
  sigmoidAll(y, rows * pairs)
  for (let row = 0; row < rows; row++) {
    const gates = rowAt(pre, 2 * row, pairs)
    const to = rowAt(y, row, pairs)
    for (let i = 0; i < whole; i += 4) swigluSlopes(gates, to, i, 4, pairs)
    if (rest) swigluSlopes(gates, to, whole, rest, pairs)
  }
}

/** The first `count` of four powers of two, from pair i on, whose sigmoids SwiGLU takes. */
@inline
function swigluPowers(gates: usize, to: usize, i: i32, count: i32, least: v128, most: v128, scale: v128): void {
  const power = f32x4.mul(v128.load(elementAt(gates, i)), scale)
  store4(elementAt(to, i), f32x4.pmin(f32x4.pmax(power, least), most), count)
}

/** Values in place of sigmoids, and slopes in place of gates and values. */
@inline
function swigluSlopes(gates: usize, y: usize, i: i32, count: i32, pairs: i32): void {
  const one = f32x4.splat(1)
  const gate = v128.load(elementAt(gates, i))
  const value = v128.load(elementAt(gates, pairs + i))
  const s = v128.load(elementAt(y, i))
  const silu = f32x4.mul(gate, s)
  const steepness = f32x4.add(one, f32x4.mul(gate, f32x4.sub(one, s)))
  store4(elementAt(y, i), f32x4.mul(silu, value), count)
  store4(elementAt(gates, i), f32x4.mul(f32x4.mul(value, s), steepness), count)
  store4(elementAt(gates, pairs + i), silu, count)
}

export function multiplyPairs(slopes: usize, dy: usize, to: usize, rows: i32, pairs: i32): void {
  const half = bytesOf(pairs)
  for (let row = 0; row < rows; row++) {
    const gradients = rowAt(dy, row, pairs)
    const from = rowAt(slopes, 2 * row, pairs)
    const own = rowAt(to, 2 * row, pairs)
    // Values last: what the last vector of gates writes behind them is theirs.
    multiply(from, gradients, own, pairs)
    multiply(from + half, gradients, own + half, pairs)
  }
}
