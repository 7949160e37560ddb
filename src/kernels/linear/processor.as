/**
 * The programs of programs.ts on the processor. Rows go through in chunks that stay in its nearest cache: product, then what is done to
 * each of its elements. Buffers and sizes are named as in the WGSL.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
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
  weight: usize,
  bias: usize,
  PARAM_STRIDE: usize,
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
    const member = table + ((<usize>m) << 4)
    const own = params + ((<usize>(m - MEMBERS_AT) * PARAM_STRIDE) << 2)
    pack(panel, own + (weight << 2), BIAS ? own + (bias << 2) : 0, DEPTH, WIDTH, DEPTH_FIRST)
    const end = load<i32>(member) + load<i32>(member, 4)
    for (let row = load<i32>(member); row < end; row += CHUNK) {
      const rows = min(CHUNK, end - row)
      const to = y + ((<usize>row * <usize>width) << 2)
      const sums = pre ? pre + ((<usize>row * <usize>WIDTH) << 2) : to
      product(rows, DEPTH, WIDTH, x + ((<usize>row * <usize>DEPTH) << 2), panel, sums)
      if (GELU) gelu(sums, to, rows * width)
      if (SWIGLU) swiglu(sums, to, rows, width)
      if (residual) addAll(to, residual + ((<usize>row * <usize>width) << 2), rows * width)
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
  weight: usize,
  bias: usize,
  PARAM_STRIDE: usize,
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
  const panel = scratch(panelBytes(DEPTH, WIDTH) + ((<usize>(CHUNK + 1) * <usize>DEPTH + 8) << 2))
  const sums = panel + panelBytes(DEPTH, WIDTH)
  const gradients = sums + ((<usize>DEPTH) << 2)
  let packed = -1
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = table + ((<usize>s) << 4)
    const member = load<i32>(split)
    const own = params + ((<usize>member * PARAM_STRIDE) << 2)
    // dx is a product with Wᵀ: what is stored by rows is read by columns.
    if (member !== packed) pack(panel, own + (weight << 2), 0, DEPTH, WIDTH, !TRANSPOSED)
    packed = member
    const slot = partials + ((<usize>(s - SPLITS_AT) * PARAM_STRIDE) << 2)
    memory.fill(slot + (weight << 2), 0, (<usize>DEPTH * <usize>WIDTH) << 2)
    if (BIAS) memory.fill(slot + (bias << 2), 0, (<usize>DEPTH) << 2)
    const end = load<i32>(split, 4) + load<i32>(split, 8)
    for (let row = load<i32>(split, 4); row < end; row += CHUNK) {
      const rows = min(CHUNK, end - row)
      let dPre = dy + ((<usize>row * <usize>dyWidth) << 2)
      if (pre) {
        const own = pre + ((<usize>row * <usize>DEPTH) << 2)
        if (GELU) geluGradient(own, dPre, gradients, rows * DEPTH)
        else swigluGradient(own, dPre, gradients, rows, dyWidth)
        dPre = gradients
      }
      const from = x + ((<usize>row * <usize>WIDTH) << 2)
      const to = dx + ((<usize>row * <usize>WIDTH) << 2)
      product(rows, DEPTH, WIDTH, dPre, panel, to)
      if (before) addAll(to, before + ((<usize>row * <usize>WIDTH) << 2), rows * WIDTH)
      if (TRANSPOSED) addOuter(rows, DEPTH, WIDTH, dPre, from, slot + (weight << 2))
      else addOuter(rows, WIDTH, DEPTH, from, dPre, slot + (weight << 2))
      if (BIAS) {
        memory.fill(sums, 0, (<usize>DEPTH) << 2)
        for (let r = 0; r < rows; r++) addAll(sums, dPre + ((<usize>r * <usize>DEPTH) << 2), DEPTH)
        addAll(slot + (bias << 2), sums, DEPTH)
      }
    }
  }
}

/** 2√(2/π): GPT-2's tanh form is x·σ(2√(2/π)(x + 0.044715x³)). */
const GELU_SCALE: f32 = 1.5957691216057308
const GELU_CUBIC: f32 = 0.044715
/** Past it the sigmoid is 0 or 1 to the last bit, and in the derivative 0 would meet an x² without end. */
const GELU_LIMIT: f32 = 10

@inline
function geluSigmoid(x: v128): v128 {
  const square = f32x4.mul(x, x)
  const factor = f32x4.add(f32x4.splat(GELU_SCALE), f32x4.mul(f32x4.splat(GELU_SCALE * GELU_CUBIC), square))
  return sigmoid4(f32x4.mul(x, factor))
}

function gelu(from: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2
    const x = v128.load(from + at)
    store4(to + at, f32x4.mul(x, geluSigmoid(x)), count - i)
  }
}

/** to = dy·(σ + x·σ·(1 − σ)·z′). */
function geluGradient(from: usize, dy: usize, to: usize, count: i32): void {
  const one = f32x4.splat(1)
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2
    const x = f32x4.pmin(f32x4.pmax(v128.load(from + at), f32x4.splat(-GELU_LIMIT)), f32x4.splat(GELU_LIMIT))
    const s = geluSigmoid(x)
    const cubic = f32x4.mul(f32x4.splat(3 * GELU_SCALE * GELU_CUBIC), f32x4.mul(x, x))
    const slope = f32x4.add(f32x4.splat(GELU_SCALE), cubic)
    const rest = f32x4.mul(f32x4.mul(x, f32x4.mul(s, f32x4.sub(one, s))), slope)
    store4(to + at, f32x4.mul(v128.load(dy + at), f32x4.add(s, rest)), count - i)
  }
}

/** to (rows, pairs) = silu of the first half of a row of (rows, 2·pairs), times the second. */
function swiglu(from: usize, to: usize, rows: i32, pairs: i32): void {
  const half = (<usize>pairs) << 2
  for (let row = 0; row < rows; row++) {
    const gates = from + <usize>row * 2 * half
    for (let i = 0; i < pairs; i += 4) {
      const at = gates + ((<usize>i) << 2)
      const gate = v128.load(at)
      const value = f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), v128.load(at + half))
      store4(to + <usize>row * half + ((<usize>i) << 2), value, pairs - i)
    }
  }
}

function swigluGradient(from: usize, dy: usize, to: usize, rows: i32, pairs: i32): void {
  const one = f32x4.splat(1)
  const half = (<usize>pairs) << 2
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < pairs; i += 4) {
      const at = <usize>row * 2 * half + ((<usize>i) << 2)
      const gate = v128.load(from + at)
      const s = sigmoid4(gate)
      const gradient = v128.load(dy + <usize>row * half + ((<usize>i) << 2))
      const byGate = f32x4.mul(
        f32x4.mul(v128.load(from + at + half), s),
        f32x4.add(one, f32x4.mul(gate, f32x4.sub(one, s))),
      )
      store4(to + at, f32x4.mul(gradient, byGate), pairs - i)
      store4(to + at + half, f32x4.mul(gradient, f32x4.mul(gate, s)), pairs - i)
    }
  }
}
