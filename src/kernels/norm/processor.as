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
 * One call:        all rows, four at a time, two in the backward pass, columns four at a time: so the sums across lanes of several rows
 *                  are one. A row's sums are the same whatever stands beside it.
 * Limits:          any WIDTH. Padding rows are neither read nor written.
 * Reference:       normReference and normGradients in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, Split } from '../kit/records.as'
import { addAll, firstLanes, store4, sums4 } from '../kit/simd.as'

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
    for (let row = first; row < end; row += 4) {
      normFour(x, y, stats, row, end - 1, gains, biases, WIDTH, LAYER, EPSILON)
    }
  }
}

/** Four rows from `row` on. Behind the last row it is taken again, with the same results. */
@inline
function normFour(
  x: usize,
  y: usize,
  stats: usize,
  row: i32,
  last: i32,
  gains: usize,
  biases: usize,
  WIDTH: i32,
  LAYER: bool,
  EPSILON: f32,
): void {
  const row1 = min(row + 1, last)
  const row2 = min(row + 2, last)
  const row3 = min(row + 3, last)
  const x0 = rowAt(x, row, WIDTH)
  const x1 = rowAt(x, row1, WIDTH)
  const x2 = rowAt(x, row2, WIDTH)
  const x3 = rowAt(x, row3, WIDTH)
  const whole = bytesOf(WIDTH & ~3)
  const rest = firstLanes(WIDTH & 3)
  const width = f32x4.splat(<f32>WIDTH)
  const zero = f32x4.splat(0)
  let a = zero
  let b = zero
  let c = zero
  let d = zero
  let means = zero
  if (LAYER) {
    for (let at: usize = 0; at < whole; at += 16) {
      a = f32x4.add(a, v128.load(x0 + at))
      b = f32x4.add(b, v128.load(x1 + at))
      c = f32x4.add(c, v128.load(x2 + at))
      d = f32x4.add(d, v128.load(x3 + at))
    }
    if (WIDTH & 3) {
      a = f32x4.add(a, v128.and(v128.load(x0 + whole), rest))
      b = f32x4.add(b, v128.and(v128.load(x1 + whole), rest))
      c = f32x4.add(c, v128.and(v128.load(x2 + whole), rest))
      d = f32x4.add(d, v128.and(v128.load(x3 + whole), rest))
    }
    means = f32x4.div(sums4(a, b, c, d), width)
    a = zero
    b = zero
    c = zero
    d = zero
  }
  const mean0 = i32x4.shuffle(means, means, 0, 0, 0, 0)
  const mean1 = i32x4.shuffle(means, means, 1, 1, 1, 1)
  const mean2 = i32x4.shuffle(means, means, 2, 2, 2, 2)
  const mean3 = i32x4.shuffle(means, means, 3, 3, 3, 3)
  for (let at: usize = 0; at < whole; at += 16) {
    a = f32x4.add(a, squares(x0 + at, mean0))
    b = f32x4.add(b, squares(x1 + at, mean1))
    c = f32x4.add(c, squares(x2 + at, mean2))
    d = f32x4.add(d, squares(x3 + at, mean3))
  }
  if (WIDTH & 3) {
    a = f32x4.add(a, v128.and(squares(x0 + whole, mean0), rest))
    b = f32x4.add(b, v128.and(squares(x1 + whole, mean1), rest))
    c = f32x4.add(c, v128.and(squares(x2 + whole, mean2), rest))
    d = f32x4.add(d, v128.and(squares(x3 + whole, mean3), rest))
  }
  const variances = f32x4.add(f32x4.div(sums4(a, b, c, d), width), f32x4.splat(EPSILON))
  const factors = f32x4.div(f32x4.splat(1), f32x4.sqrt(variances))
  const near = i32x4.shuffle(means, factors, 0, 4, 1, 5)
  const far = i32x4.shuffle(means, factors, 2, 6, 3, 7)
  v128.store64_lane(statsAt(stats, row), near, 0)
  v128.store64_lane(statsAt(stats, row1), near, 1)
  v128.store64_lane(statsAt(stats, row2), far, 0)
  v128.store64_lane(statsAt(stats, row3), far, 1)
  const factor0 = i32x4.shuffle(factors, factors, 0, 0, 0, 0)
  const factor1 = i32x4.shuffle(factors, factors, 1, 1, 1, 1)
  const factor2 = i32x4.shuffle(factors, factors, 2, 2, 2, 2)
  const factor3 = i32x4.shuffle(factors, factors, 3, 3, 3, 3)
  const apart = y - x
  for (let at: usize = 0; at < whole; at += 16) {
    const gain = v128.load(gains + at)
    const bias = LAYER ? v128.load(biases + at) : zero
    scale(x0 + at, apart, mean0, factor0, gain, bias, 4)
    scale(x1 + at, apart, mean1, factor1, gain, bias, 4)
    scale(x2 + at, apart, mean2, factor2, gain, bias, 4)
    scale(x3 + at, apart, mean3, factor3, gain, bias, 4)
  }
  if (WIDTH & 3) {
    const gain = v128.load(gains + whole)
    const bias = LAYER ? v128.load(biases + whole) : zero
    scale(x0 + whole, apart, mean0, factor0, gain, bias, WIDTH & 3)
    scale(x1 + whole, apart, mean1, factor1, gain, bias, WIDTH & 3)
    scale(x2 + whole, apart, mean2, factor2, gain, bias, WIDTH & 3)
    scale(x3 + whole, apart, mean3, factor3, gain, bias, WIDTH & 3)
  }
}

/** Squares of the differences of four values from a mean. */
@inline
function squares(x: usize, mean: v128): v128 {
  const centred = f32x4.sub(v128.load(x), mean)
  return f32x4.mul(centred, centred)
}

@inline
function statsAt(stats: usize, row: i32): usize {
  return changetype<usize>(recordAt<Stats>(stats, row))
}

@inline
function scale(x: usize, apart: usize, mean: v128, factor: v128, gain: v128, bias: v128, count: i32): void {
  const z = f32x4.mul(f32x4.sub(v128.load(x), mean), factor)
  store4(x + apart, f32x4.add(f32x4.mul(z, gain), bias), count)
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
  const room = bytesOf((WIDTH + 3) & ~3)
  const dGain = scratch(4 * room)
  const dBias = dGain + room
  const zeros = dBias + room
  memory.fill(zeros, 0, room)
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = recordAt<Split>(table, s)
    const gains = elementAt(rowAt(params, split.member, PARAM_STRIDE), gain)
    const slot = rowAt(partials, s - SPLITS_AT, PARAM_STRIDE)
    const gainSums = elementAt(slot, gain)
    const biasSums = elementAt(slot, bias)
    memory.fill(gainSums, 0, bytesOf(WIDTH))
    if (LAYER) memory.fill(biasSums, 0, bytesOf(WIDTH))
    const end = split.firstRow + split.rows
    for (let chunk = split.firstRow; chunk < end; chunk += CHUNK) {
      const rows = min(CHUNK, end - chunk)
      const at = rowAt(0, chunk, WIDTH)
      const passed = dResidual ? dResidual + at : dBias + room
      const passedStep = dResidual ? bytesOf(WIDTH) : 0
      const own = statsAt(stats, chunk)
      memory.fill(dGain, 0, 2 * room)
      rowGradients(rows, x + at, own, gains, dy + at, passed, passedStep, dx + at, dGain, room, WIDTH, LAYER)
      addAll(gainSums, dGain, WIDTH)
      if (LAYER) addAll(biasSums, dBias, WIDTH)
    }
  }
}

/**
 * dx of rows, two at a time, dGain += dy · z, dBias += dy.
 * @param passed the rows of dResidual, `passedStep` apart: or zeros, 0 apart. @param dGain a row, and behind it dBias, zeros and a row that
 * nobody reads, `room` bytes apart: where the last row has no second, they are what that would be.
 */
function rowGradients(
  rows: i32,
  x: usize,
  stats: usize,
  gains: usize,
  dy: usize,
  passed: usize,
  passedStep: usize,
  dx: usize,
  dGain: usize,
  room: usize,
  WIDTH: i32,
  LAYER: bool,
): void {
  const step = bytesOf(WIDTH)
  const whole = bytesOf(WIDTH & ~3)
  const rest = WIDTH & 3
  const zeros = dGain + 2 * room
  const width = f32x4.splat(<f32>WIDTH)
  for (let row = 0; row < rows; row += 2) {
    const alone = row + 1 === rows
    const x1 = alone ? x : x + step
    const stats1 = alone ? stats : stats + 8
    const dy1 = alone ? zeros : dy + step
    const dx1 = alone ? zeros + room : dx + step
    const passed1 = alone ? passed : passed + passedStep
    const mean0 = v128.load32_splat(stats)
    const mean1 = v128.load32_splat(stats1)
    const factor0 = v128.load32_splat(stats, 4)
    const factor1 = v128.load32_splat(stats1, 4)
    const sums = sumsOfTwo(x, x1, mean0, mean1, factor0, factor1, gains, dy, dy1, dGain, dGain + room, WIDTH)
    const means = f32x4.div(sums, width)
    const meanE0 = LAYER ? i32x4.shuffle(means, means, 0, 0, 0, 0) : f32x4.splat(0)
    const meanE1 = LAYER ? i32x4.shuffle(means, means, 1, 1, 1, 1) : f32x4.splat(0)
    const meanEZ0 = i32x4.shuffle(means, means, 2, 2, 2, 2)
    const meanEZ1 = i32x4.shuffle(means, means, 3, 3, 3, 3)
    for (let at: usize = 0; at < whole; at += 16) {
      const gain = v128.load(gains + at)
      gradients(x + at, mean0, factor0, gain, dy + at, meanE0, meanEZ0, passed + at, dx + at, 4)
      gradients(x1 + at, mean1, factor1, gain, dy1 + at, meanE1, meanEZ1, passed1 + at, dx1 + at, 4)
    }
    if (rest) {
      const gain = v128.load(gains + whole)
      gradients(x + whole, mean0, factor0, gain, dy + whole, meanE0, meanEZ0, passed + whole, dx + whole, rest)
      gradients(x1 + whole, mean1, factor1, gain, dy1 + whole, meanE1, meanEZ1, passed1 + whole, dx1 + whole, rest)
    }
    x += 2 * step
    dy += 2 * step
    dx += 2 * step
    stats += 16
    passed += 2 * passedStep
  }
}

/** Σ e and Σ e · z of two rows: (Σ e, Σ e of the second, Σ e · z, Σ e · z of the second). Adds to dGain and dBias. */
@inline
function sumsOfTwo(
  x0: usize,
  x1: usize,
  mean0: v128,
  mean1: v128,
  factor0: v128,
  factor1: v128,
  gains: usize,
  dy0: usize,
  dy1: usize,
  dGain: usize,
  dBias: usize,
  WIDTH: i32,
): v128 {
  const whole = bytesOf(WIDTH & ~3)
  let sumE0 = f32x4.splat(0)
  let sumE1 = sumE0
  let sumEZ0 = sumE0
  let sumEZ1 = sumE0
  for (let at: usize = 0; at < whole; at += 16) {
    const gain = v128.load(gains + at)
    const z0 = f32x4.mul(f32x4.sub(v128.load(x0 + at), mean0), factor0)
    const z1 = f32x4.mul(f32x4.sub(v128.load(x1 + at), mean1), factor1)
    const gradient0 = v128.load(dy0 + at)
    const gradient1 = v128.load(dy1 + at)
    const e0 = f32x4.mul(gradient0, gain)
    const e1 = f32x4.mul(gradient1, gain)
    sumE0 = f32x4.add(sumE0, e0)
    sumE1 = f32x4.add(sumE1, e1)
    sumEZ0 = f32x4.add(sumEZ0, f32x4.mul(e0, z0))
    sumEZ1 = f32x4.add(sumEZ1, f32x4.mul(e1, z1))
    addTo(dGain + at, f32x4.mul(gradient0, z0), f32x4.mul(gradient1, z1))
    addTo(dBias + at, gradient0, gradient1)
  }
  if (WIDTH & 3) {
    const rest = firstLanes(WIDTH & 3)
    const gain = v128.load(gains + whole)
    const z0 = v128.and(f32x4.mul(f32x4.sub(v128.load(x0 + whole), mean0), factor0), rest)
    const z1 = v128.and(f32x4.mul(f32x4.sub(v128.load(x1 + whole), mean1), factor1), rest)
    const gradient0 = v128.and(v128.load(dy0 + whole), rest)
    const gradient1 = v128.and(v128.load(dy1 + whole), rest)
    const e0 = v128.and(f32x4.mul(gradient0, gain), rest)
    const e1 = v128.and(f32x4.mul(gradient1, gain), rest)
    sumE0 = f32x4.add(sumE0, e0)
    sumE1 = f32x4.add(sumE1, e1)
    sumEZ0 = f32x4.add(sumEZ0, f32x4.mul(e0, z0))
    sumEZ1 = f32x4.add(sumEZ1, f32x4.mul(e1, z1))
    addTo(dGain + whole, f32x4.mul(gradient0, z0), f32x4.mul(gradient1, z1))
    addTo(dBias + whole, gradient0, gradient1)
  }
  return sums4(sumE0, sumE1, sumEZ0, sumEZ1)
}

@inline
function addTo(at: usize, first: v128, second: v128): void {
  v128.store(at, f32x4.add(f32x4.add(v128.load(at), first), second))
}

/** dx of the first `count` of four columns of a row. */
@inline
function gradients(
  x: usize,
  mean: v128,
  factor: v128,
  gain: v128,
  dy: usize,
  meanE: v128,
  meanEZ: v128,
  passed: usize,
  dx: usize,
  count: i32,
): void {
  const z = f32x4.mul(f32x4.sub(v128.load(x), mean), factor)
  const e = f32x4.sub(f32x4.mul(v128.load(dy), gain), meanE)
  const own = f32x4.mul(f32x4.sub(e, f32x4.mul(z, meanEZ)), factor)
  store4(dx, f32x4.add(own, v128.load(passed)), count)
}
