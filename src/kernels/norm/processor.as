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
  for (let at: usize = 0; at < bytesOf(WIDTH); at += 16) {
    const count = WIDTH - <i32>(at >> 2)
    const gain = v128.load(gains + at)
    const bias = LAYER ? v128.load(biases + at) : zero
    scale(x0 + at, apart, mean0, factor0, gain, bias, count)
    scale(x1 + at, apart, mean1, factor1, gain, bias, count)
    scale(x2 + at, apart, mean2, factor2, gain, bias, count)
    scale(x3 + at, apart, mean3, factor3, gain, bias, count)
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
      const passed = dResidual ? dResidual + at : 0
      const own = statsAt(stats, chunk)
      memory.fill(dGain, 0, 2 * room)
      rowGradients(rows, x + at, own, gains, dy + at, passed, dx + at, dGain, room, WIDTH, LAYER)
      addAll(gainSums, dGain, WIDTH)
      if (LAYER) addAll(biasSums, dBias, WIDTH)
    }
  }
}

/**
 * dx of rows, two at a time, dGain += dy · z, dBias += dy.
 * @param passed the rows of dResidual, or 0. @param dGain a row, and behind it dBias, zeros and a row that nobody reads, `room` bytes apart:
 * where the last row has no second, they are what that would be.
 */
function rowGradients(
  rows: i32,
  x: usize,
  stats: usize,
  gains: usize,
  dy: usize,
  passed: usize,
  dx: usize,
  dGain: usize,
  room: usize,
  WIDTH: i32,
  LAYER: bool,
): void {
  const step = bytesOf(WIDTH)
  const dBias = dGain + room
  const zeros = dBias + room
  const width = f32x4.splat(<f32>WIDTH)
  for (let row = 0; row < rows; row += 2) {
    const alone = row + 1 === rows
    const x1 = alone ? x : x + step
    const stats1 = alone ? stats : stats + 8
    const dy1 = alone ? zeros : dy + step
    const mean0 = v128.load32_splat(stats)
    const mean1 = v128.load32_splat(stats1)
    const factor0 = v128.load32_splat(stats, 4)
    const factor1 = v128.load32_splat(stats1, 4)
    let sumE0 = f32x4.splat(0)
    let sumE1 = sumE0
    let sumEZ0 = sumE0
    let sumEZ1 = sumE0
    for (let d = 0; d < WIDTH; d += 4) {
      const at = bytesOf(d)
      const gain = v128.load(gains + at)
      const z0 = f32x4.mul(f32x4.sub(v128.load(x + at), mean0), factor0)
      const z1 = f32x4.mul(f32x4.sub(v128.load(x1 + at), mean1), factor1)
      const gradient0 = v128.load(dy + at)
      const gradient1 = v128.load(dy1 + at)
      let e0 = f32x4.mul(gradient0, gain)
      let e1 = f32x4.mul(gradient1, gain)
      let ez0 = f32x4.mul(e0, z0)
      let ez1 = f32x4.mul(e1, z1)
      if (WIDTH - d < 4) {
        const rest = firstLanes(WIDTH & 3)
        e0 = v128.and(e0, rest)
        e1 = v128.and(e1, rest)
        ez0 = v128.and(ez0, rest)
        ez1 = v128.and(ez1, rest)
      }
      sumE0 = f32x4.add(sumE0, e0)
      sumE1 = f32x4.add(sumE1, e1)
      sumEZ0 = f32x4.add(sumEZ0, ez0)
      sumEZ1 = f32x4.add(sumEZ1, ez1)
      const gainSum = f32x4.add(v128.load(dGain + at), f32x4.mul(gradient0, z0))
      v128.store(dGain + at, f32x4.add(gainSum, f32x4.mul(gradient1, z1)))
      if (LAYER) {
        const biasSum = f32x4.add(v128.load(dBias + at), gradient0)
        v128.store(dBias + at, f32x4.add(biasSum, gradient1))
      }
    }
    const means = f32x4.div(sums4(sumE0, sumE1, sumEZ0, sumEZ1), width)
    const meanE0 = LAYER ? i32x4.shuffle(means, means, 0, 0, 0, 0) : f32x4.splat(0)
    const meanE1 = LAYER ? i32x4.shuffle(means, means, 1, 1, 1, 1) : f32x4.splat(0)
    const meanEZ0 = i32x4.shuffle(means, means, 2, 2, 2, 2)
    const meanEZ1 = i32x4.shuffle(means, means, 3, 3, 3, 3)
    const dx1 = alone ? zeros + room : dx + step
    const passed1 = passed && !alone ? passed + step : passed
    for (let d = 0; d < WIDTH; d += 4) {
      const at = bytesOf(d)
      const gain = v128.load(gains + at)
      const e0 = f32x4.sub(f32x4.mul(v128.load(dy + at), gain), meanE0)
      const e1 = f32x4.sub(f32x4.mul(v128.load(dy1 + at), gain), meanE1)
      let value0 = f32x4.sub(e0, f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x + at), mean0), factor0), meanEZ0))
      let value1 = f32x4.sub(e1, f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x1 + at), mean1), factor1), meanEZ1))
      value0 = f32x4.mul(value0, factor0)
      value1 = f32x4.mul(value1, factor1)
      if (passed) {
        value0 = f32x4.add(value0, v128.load(passed + at))
        value1 = f32x4.add(value1, v128.load(passed1 + at))
      }
      store4(dx + at, value0, WIDTH - d)
      store4(dx1 + at, value1, WIDTH - d)
    }
    x += 2 * step
    dy += 2 * step
    dx += 2 * step
    stats += 16
    if (passed) passed += 2 * step
  }
}
