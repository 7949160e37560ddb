/**
 * norm.forward and norm.backward on the processor: layer norm, and RMS norm (without LAYER).
 *
 * Formula:
 *   y = (x − μ) · f · gain + bias
 *   f = 1 / √(σ² + EPSILON), with μ and σ² over the WIDTH values of a row
 *   RMS: μ = 0, σ² = mean x², no bias
 *   dx    = f · (e − mean e − z · mean(e · z)) (+ dResidual), with e = dy · gain, z = (x − μ) · f; RMS: no mean e
 *   dgain = Σ dy · z over the rows of a split
 *   dbias = Σ dy over the rows of a split
 * Shapes:          as in forward.wesl and backward.wesl: x, y, dy, dResidual, dx (rows, WIDTH); stats (rows), a record each; partials
 *                  (splits, PARAM_STRIDE), sums of each split at the offsets of gain and bias.
 * One call:        all rows one after the other, columns four at a time.
 * Limits:          any WIDTH. Padding rows are neither read nor written.
 * Reference:       normReference and normGradients in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, Split } from '../kit/records.as'
import { addAll, firstLanes, store4, sum4 } from '../kit/simd.as'

/** What the backward pass needs of a row. */
@unmanaged
class Stats {
  /** μ. */
  mean: f32
  /** f. */
  factor: f32
}

export function norm_forward(
  table: usize,
  params: usize,
  x: usize,
  y: usize,
  stats: usize,
  gain: i32,
  bias: Optional<i32>,
  PARAM_STRIDE: i32,
  WIDTH: i32,
  LAYER: bool,
  EPSILON: f32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const own = rowAt(params, m - MEMBERS_AT, PARAM_STRIDE)
    const gains = elementAt(own, gain)
    const biases = elementAt(own, bias)
    const first = member.firstRow
    const end = first + member.rows
    for (let row = first; row < end; row++) {
      const from = rowAt(x, row, WIDTH)
      const to = rowAt(y, row, WIDTH)
      const mean: f32 = LAYER ? sumOf(from, WIDTH) / <f32>WIDTH : 0
      const factor: f32 = 1 / sqrt<f32>(squares(from, mean, WIDTH) / <f32>WIDTH + EPSILON)
      const kept = recordAt<Stats>(stats, row)
      kept.mean = mean
      kept.factor = factor
      for (let d = 0; d < WIDTH; d += 4) {
        const at = bytesOf(d)
        const centred = f32x4.mul(f32x4.sub(v128.load(from + at), f32x4.splat(mean)), f32x4.splat(factor))
        let value = f32x4.mul(centred, v128.load(gains + at))
        if (LAYER) value = f32x4.add(value, v128.load(biases + at))
        store4(to + at, value, WIDTH - d)
      }
    }
  }
}

/** Rows whose gradients by the parameters are summed before they join those of the others. */
const CHUNK: i32 = 64

export function norm_backward(
  table: usize,
  params: usize,
  x: usize,
  stats: usize,
  dy: usize,
  dResidual: Optional<usize>,
  dx: usize,
  partials: usize,
  gain: i32,
  bias: Optional<i32>,
  PARAM_STRIDE: i32,
  WIDTH: i32,
  LAYER: bool,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
): void {
  const step = bytesOf(WIDTH)
  const dGain = scratch(2 * step + 64)
  const dBias = dGain + step
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = recordAt<Split>(table, s)
    const gains = elementAt(rowAt(params, split.member, PARAM_STRIDE), gain)
    const slot = rowAt(partials, s - SPLITS_AT, PARAM_STRIDE)
    const gainSums = elementAt(slot, gain)
    const biasSums = elementAt(slot, bias)
    memory.fill(gainSums, 0, step)
    if (LAYER) memory.fill(biasSums, 0, step)
    const end = split.firstRow + split.rows
    for (let chunk = split.firstRow; chunk < end; chunk += CHUNK) {
      memory.fill(dGain, 0, 2 * step)
      for (let row = chunk; row < min(chunk + CHUNK, end); row++) {
        const at = rowAt(0, row, WIDTH)
        const passed = dResidual ? dResidual + at : 0
        rowGradient(x + at, recordAt<Stats>(stats, row), gains, dy + at, passed, dx + at, dGain, WIDTH, LAYER)
        if (LAYER) addAll(dBias, dy + at, WIDTH)
      }
      addAll(gainSums, dGain, WIDTH)
      if (LAYER) addAll(biasSums, dBias, WIDTH)
    }
  }
}

/** dx of one row, and dGain += dy · z. @param passed the row of dResidual, or 0. */
function rowGradient(
  x: usize,
  stats: Stats,
  gains: usize,
  dy: usize,
  passed: usize,
  dx: usize,
  dGain: usize,
  WIDTH: i32,
  LAYER: bool,
): void {
  const mean = f32x4.splat(stats.mean)
  const factor = f32x4.splat(stats.factor)
  let sumE = f32x4.splat(0)
  let sumEZ = f32x4.splat(0)
  for (let d = 0; d < WIDTH; d += 4) {
    const at = bytesOf(d)
    const z = f32x4.mul(f32x4.sub(v128.load(x + at), mean), factor)
    const gradient = v128.load(dy + at)
    const e = v128.and(f32x4.mul(gradient, v128.load(gains + at)), firstLanes(WIDTH - d))
    const ez = v128.and(f32x4.mul(e, z), firstLanes(WIDTH - d))
    sumE = f32x4.add(sumE, e)
    sumEZ = f32x4.add(sumEZ, ez)
    store4(dGain + at, f32x4.add(v128.load(dGain + at), f32x4.mul(gradient, z)), WIDTH - d)
  }
  const meanE = f32x4.splat(LAYER ? sum4(sumE) / <f32>WIDTH : 0)
  const meanEZ = f32x4.splat(sum4(sumEZ) / <f32>WIDTH)
  for (let d = 0; d < WIDTH; d += 4) {
    const at = bytesOf(d)
    const z = f32x4.mul(f32x4.sub(v128.load(x + at), mean), factor)
    const e = f32x4.mul(v128.load(dy + at), v128.load(gains + at))
    let value = f32x4.mul(factor, f32x4.sub(f32x4.sub(e, meanE), f32x4.mul(z, meanEZ)))
    if (passed) value = f32x4.add(value, v128.load(passed + at))
    store4(dx + at, value, WIDTH - d)
  }
}

function sumOf(x: usize, WIDTH: i32): f32 {
  let sum = f32x4.splat(0)
  for (let d = 0; d < WIDTH; d += 4) {
    sum = f32x4.add(sum, v128.and(v128.load(elementAt(x, d)), firstLanes(WIDTH - d)))
  }
  return sum4(sum)
}

function squares(x: usize, mean: f32, WIDTH: i32): f32 {
  let sum = f32x4.splat(0)
  for (let d = 0; d < WIDTH; d += 4) {
    const centred = f32x4.sub(v128.load(elementAt(x, d)), f32x4.splat(mean))
    sum = f32x4.add(sum, v128.and(f32x4.mul(centred, centred), firstLanes(WIDTH - d)))
  }
  return sum4(sum)
}
