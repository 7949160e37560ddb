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
 *                  and numbers that stay in registers. `pre` becomes the slopes.
 * Limits:          NaN stays NaN in y. Past |x| = 10 the sigmoid of GELU is 0 or 1 to the last bit, so x is limited there: x³ cannot
 *                  overflow.
 * Reference:       activated and slope in reference.ts.
 */
import { bytesOf, elementAt, rowAt } from '../kit/records.as'
import { LOG2_E, sigmoidAll, store4 } from '../kit/simd.as'

/** 2√(2/π). */
const SCALE: f32 = 1.5957691216057308
const CUBIC: f32 = 0.044715
const LIMIT: f32 = 10

export function gelu(pre: usize, y: usize, count: i32): void {
  geluPowers(pre, y, count)
  sigmoidAll(y, count)
  geluSlopes(pre, y, count)
}

/** to = the power of two whose sigmoid GELU takes. */
function geluPowers(pre: usize, to: usize, count: i32): void {
  const least = f32x4.splat(-LIMIT)
  const most = f32x4.splat(LIMIT)
  const scale = f32x4.splat(-SCALE * LOG2_E)
  const cubic = f32x4.splat(-SCALE * CUBIC * LOG2_E)
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i)
    const x = f32x4.pmin(f32x4.pmax(v128.load(pre + at), least), most)
    const factor = f32x4.add(scale, f32x4.mul(cubic, f32x4.mul(x, x)))
    store4(to + at, f32x4.mul(x, factor), count - i)
  }
}

/** y = x · y, where it holds the sigmoids, and x = gelu′(x). */
function geluSlopes(x: usize, y: usize, count: i32): void {
  const least = f32x4.splat(-LIMIT)
  const most = f32x4.splat(LIMIT)
  const scale = f32x4.splat(SCALE)
  const cubic = f32x4.splat(3 * SCALE * CUBIC)
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i)
    const own = v128.load(x + at)
    const s = v128.load(y + at)
    const limited = f32x4.pmin(f32x4.pmax(own, least), most)
    const factor = f32x4.add(scale, f32x4.mul(cubic, f32x4.mul(limited, limited)))
    const rest = f32x4.mul(f32x4.sub(s, f32x4.mul(s, s)), f32x4.mul(limited, factor))
    store4(y + at, f32x4.mul(own, s), count - i)
    store4(x + at, f32x4.add(s, rest), count - i)
  }
}

export function multiply(slopes: usize, dy: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i)
    v128.store(to + at, f32x4.mul(v128.load(slopes + at), v128.load(dy + at)))
  }
}

/** The largest power of two whose reciprocal is a normal number. */
const POWER_LIMIT: f32 = 126

export function swiglu(pre: usize, y: usize, rows: i32, pairs: i32): void {
  const least = f32x4.splat(-POWER_LIMIT)
  const most = f32x4.splat(POWER_LIMIT)
  const scale = f32x4.splat(-LOG2_E)
  for (let row = 0; row < rows; row++) {
    const gates = rowAt(pre, 2 * row, pairs)
    const own = rowAt(y, row, pairs)
    for (let i = 0; i < pairs; i += 4) {
      const power = f32x4.mul(v128.load(elementAt(gates, i)), scale)
      store4(elementAt(own, i), f32x4.pmin(f32x4.pmax(power, least), most), pairs - i)
    }
  }
  sigmoidAll(y, rows * pairs)
  const one = f32x4.splat(1)
  const half = bytesOf(pairs)
  for (let row = 0; row < rows; row++) {
    const gates = rowAt(pre, 2 * row, pairs)
    const own = rowAt(y, row, pairs)
    for (let i = 0; i < pairs; i += 4) {
      const at = elementAt(gates, i)
      const to = elementAt(own, i)
      const gate = v128.load(at)
      const value = v128.load(at + half)
      const s = v128.load(to)
      const silu = f32x4.mul(gate, s)
      const steepness = f32x4.add(one, f32x4.mul(gate, f32x4.sub(one, s)))
      store4(to, f32x4.mul(silu, value), pairs - i)
      store4(at, f32x4.mul(f32x4.mul(value, s), steepness), pairs - i)
      store4(at + half, silu, pairs - i)
    }
  }
}

export function multiplyPairs(slopes: usize, dy: usize, to: usize, rows: i32, pairs: i32): void {
  const half = bytesOf(pairs)
  for (let row = 0; row < rows; row++) {
    const gradients = rowAt(dy, row, pairs)
    for (let i = 0; i < pairs; i += 4) {
      const at = bytesOf(2 * row * pairs + i)
      const gradient = v128.load(elementAt(gradients, i))
      store4(to + at, f32x4.mul(v128.load(slopes + at), gradient), pairs - i)
      store4(to + at + half, f32x4.mul(v128.load(slopes + at + half), gradient), pairs - i)
    }
  }
}
