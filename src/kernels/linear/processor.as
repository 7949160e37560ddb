/**
 * linear.forward and linear.backward on the processor: a linear layer with what follows it, and its gradients.
 *
 * Formula:
 *   pre  = x·W + b                    (b where BIAS)
 *   y    = f(pre) + residual          (f is the identity, GELU or SwiGLU)
 *   dPre = dy · f′(pre)
 *   dx   = dPre·Wᵀ (+ before)
 *   dW   = xᵀ·dPre over the rows of a split
 *   db   = Σ dPre over the rows of a split, where BIAS
 *   gelu(x)  = x · σ(z), gelu′(x) = σ(z) + x · σ(z) · (1 − σ(z)) · z′, with z = 2√(2/π) · (x + 0.044715 x³)
 *   SwiGLU   = silu(gate) · value, with silu(x) = x · σ(x)
 * Shapes:          as in forward.wesl and backward.wesl; residual, pre and before are 0 where there are none.
 * One call:        all rows, in chunks that stay in the nearest cache: the product, then what is done to each of its elements.
 * Limits:          any sizes. Padding rows are neither read nor written.
 * Reference:       referenceForward and referenceBackward in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, Split } from '../kit/records.as'
import { addAll, sigmoid4, store4 } from '../kit/simd.as'
import { addOuter, pack, panelBytes, product } from './product.as'

const CHUNK: i32 = 64

export function linear_forward(
  table: usize,
  params: usize,
  x: usize,
  residual: Optional<usize>,
  y: usize,
  pre: Optional<usize>,
  weight: i32,
  bias: i32,
  PARAM_STRIDE: i32,
  DEPTH: i32,
  WIDTH: i32,
  DEPTH_FIRST: bool,
  BIAS: bool,
  GELU: bool,
  SWIGLU: bool,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const width = SWIGLU ? WIDTH >> 1 : WIDTH
  const panel = scratch(panelBytes(DEPTH, WIDTH))
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const own = rowAt(params, m - MEMBERS_AT, PARAM_STRIDE)
    pack(panel, elementAt(own, weight), BIAS ? elementAt(own, bias) : 0, DEPTH, WIDTH, DEPTH_FIRST)
    const end = member.firstRow + member.rows
    for (let row = member.firstRow; row < end; row += CHUNK) {
      const rows = min(CHUNK, end - row)
      const to = rowAt(y, row, width)
      const sums = pre ? rowAt(pre, row, WIDTH) : to
      product(rows, DEPTH, WIDTH, rowAt(x, row, DEPTH), panel, sums)
      if (GELU) gelu(sums, to, rows * width)
      if (SWIGLU) swiglu(sums, to, rows, width)
      if (residual) addAll(to, rowAt(residual, row, width), rows * width)
    }
  }
}

export function linear_backward(
  table: usize,
  params: usize,
  x: usize,
  dy: usize,
  pre: Optional<usize>,
  before: Optional<usize>,
  dx: usize,
  partials: usize,
  weight: i32,
  bias: i32,
  PARAM_STRIDE: i32,
  DEPTH: i32,
  WIDTH: i32,
  TRANSPOSED: bool,
  BIAS: bool,
  GELU: bool,
  SWIGLU: bool,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
): void {
  const dyWidth = SWIGLU ? DEPTH >> 1 : DEPTH
  const panel = scratch(panelBytes(DEPTH, WIDTH) + bytesOf((CHUNK + 1) * DEPTH + 8))
  const sums = panel + panelBytes(DEPTH, WIDTH)
  const gradients = elementAt(sums, DEPTH)
  let packed = -1
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = recordAt<Split>(table, s)
    const member = split.member
    const own = rowAt(params, member, PARAM_STRIDE)
    // dx is a product with Wᵀ: what is stored by rows is read by columns.
    if (member !== packed) pack(panel, elementAt(own, weight), 0, DEPTH, WIDTH, !TRANSPOSED)
    packed = member
    const slot = rowAt(partials, s - SPLITS_AT, PARAM_STRIDE)
    const dWeight = elementAt(slot, weight)
    const dBias = elementAt(slot, bias)
    memory.fill(dWeight, 0, bytesOf(DEPTH * WIDTH))
    if (BIAS) memory.fill(dBias, 0, bytesOf(DEPTH))
    const end = split.firstRow + split.rows
    for (let row = split.firstRow; row < end; row += CHUNK) {
      const rows = min(CHUNK, end - row)
      let dPre = rowAt(dy, row, dyWidth)
      if (pre) {
        const own = rowAt(pre, row, DEPTH)
        if (GELU) geluGradient(own, dPre, gradients, rows * DEPTH)
        else swigluGradient(own, dPre, gradients, rows, dyWidth)
        dPre = gradients
      }
      const from = rowAt(x, row, WIDTH)
      const to = rowAt(dx, row, WIDTH)
      product(rows, DEPTH, WIDTH, dPre, panel, to)
      if (before) addAll(to, rowAt(before, row, WIDTH), rows * WIDTH)
      if (TRANSPOSED) addOuter(rows, DEPTH, WIDTH, dPre, from, dWeight)
      else addOuter(rows, WIDTH, DEPTH, from, dPre, dWeight)
      if (BIAS) {
        memory.fill(sums, 0, bytesOf(DEPTH))
        for (let r = 0; r < rows; r++) addAll(sums, rowAt(dPre, r, DEPTH), DEPTH)
        addAll(dBias, sums, DEPTH)
      }
    }
  }
}

/** 2√(2/π). */
const GELU_SCALE: f32 = 1.5957691216057308
const GELU_CUBIC: f32 = 0.044715
/** Past it the sigmoid is 0 or 1 to the last bit; in the derivative 0 would be multiplied with an infinite x². */
const GELU_LIMIT: f32 = 10

@inline
function geluSigmoid(x: v128): v128 {
  const square = f32x4.mul(x, x)
  const factor = f32x4.add(f32x4.splat(GELU_SCALE), f32x4.mul(f32x4.splat(GELU_SCALE * GELU_CUBIC), square))
  return sigmoid4(f32x4.mul(x, factor))
}

function gelu(from: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i)
    const x = v128.load(from + at)
    store4(to + at, f32x4.mul(x, geluSigmoid(x)), count - i)
  }
}

/** to = dy · gelu′(x). */
function geluGradient(from: usize, dy: usize, to: usize, count: i32): void {
  const one = f32x4.splat(1)
  for (let i = 0; i < count; i += 4) {
    const at = bytesOf(i)
    const x = f32x4.pmin(f32x4.pmax(v128.load(from + at), f32x4.splat(-GELU_LIMIT)), f32x4.splat(GELU_LIMIT))
    const s = geluSigmoid(x)
    const cubic = f32x4.mul(f32x4.splat(3 * GELU_SCALE * GELU_CUBIC), f32x4.mul(x, x))
    const slope = f32x4.add(f32x4.splat(GELU_SCALE), cubic)
    const rest = f32x4.mul(f32x4.mul(x, f32x4.mul(s, f32x4.sub(one, s))), slope)
    store4(to + at, f32x4.mul(v128.load(dy + at), f32x4.add(s, rest)), count - i)
  }
}

/** to (rows, pairs) = silu of the first half of a row of `from` (rows, 2 · pairs), times the second. */
function swiglu(from: usize, to: usize, rows: i32, pairs: i32): void {
  const half = bytesOf(pairs)
  for (let row = 0; row < rows; row++) {
    const gates = rowAt(from, 2 * row, pairs)
    const own = rowAt(to, row, pairs)
    for (let i = 0; i < pairs; i += 4) {
      const at = elementAt(gates, i)
      const gate = v128.load(at)
      const value = f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), v128.load(at + half))
      store4(elementAt(own, i), value, pairs - i)
    }
  }
}

/** to (rows, 2 · pairs) = the gradients by gates and values, given dy (rows, pairs). */
function swigluGradient(from: usize, dy: usize, to: usize, rows: i32, pairs: i32): void {
  const one = f32x4.splat(1)
  const half = bytesOf(pairs)
  for (let row = 0; row < rows; row++) {
    const gradients = rowAt(dy, row, pairs)
    for (let i = 0; i < pairs; i += 4) {
      const at = bytesOf(2 * row * pairs + i)
      const gate = v128.load(from + at)
      const s = sigmoid4(gate)
      const gradient = v128.load(elementAt(gradients, i))
      const byGate = f32x4.mul(
        f32x4.mul(v128.load(from + at + half), s),
        f32x4.add(one, f32x4.mul(gate, f32x4.sub(one, s))),
      )
      store4(to + at, f32x4.mul(gradient, byGate), pairs - i)
      store4(to + at + half, f32x4.mul(gradient, f32x4.mul(gate, s)), pairs - i)
    }
  }
}
