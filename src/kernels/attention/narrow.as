/**
 * Attention of heads of one or two channels, four heads in lanes (lanes.as): one query, or two keys, stay in registers, and so does what they
 * sum up. There is one exponential in a loop: an engine that gets two takes more registers than there are.
 *
 * Formula:
 *   as in processor.as; scores and logSumExp are in powers of two here
 * Shapes:          planes of lanes.as, a position two vectors; logs (positions), a vector each; shifts, weights and slopes (positions, 2).
 * One call:        all positions of four heads.
 * Limits:          those of lanes.as; the last pair of positions has one of zeros where SEQ is odd.
 * Reference:       attentionReference and attentionGradient in reference.ts.
 */
import { ln4, LN_2, normalPower, twoToThe } from '../kit/simd.as'

const POSITION: usize = 32

/** outs and logs of all queries. @param queries times log₂ e / √W. */
export function attendNarrow(
  queries: usize,
  keys: usize,
  values: usize,
  outs: usize,
  logs: usize,
  SEQ: i32,
): void {
  const calm = calmLanes(queries, keys, SEQ)
  if (v128.all_true<i32>(calm)) attend(queries, keys, values, outs, logs, SEQ, calm, true)
  else attend(queries, keys, values, outs, logs, SEQ, calm, false)
}

/**
 * A mask of the lanes whose scores all lie between −56 and 56, as the lengths of queries and keys tell: their powers need not be divided by
 * the largest one, and where all lanes are calm, nobody looks for it.
 */
@inline
function calmLanes(queries: usize, keys: usize, SEQ: i32): v128 {
  let query = f32x4.splat(0)
  let key = query
  for (let t = 0; t < SEQ; t++) {
    const q0 = v128.load(queries)
    const q1 = v128.load(queries, 16)
    query = f32x4.pmax(query, f32x4.add(f32x4.mul(q0, q0), f32x4.mul(q1, q1)))
    const k0 = v128.load(keys)
    const k1 = v128.load(keys, 16)
    key = f32x4.pmax(key, f32x4.add(f32x4.mul(k0, k0), f32x4.mul(k1, k1)))
    queries += POSITION
    keys += POSITION
  }
  return f32x4.lt(f32x4.mul(query, key), f32x4.splat(56 * 56))
}

@inline
function attend(
  queries: usize,
  keys: usize,
  values: usize,
  outs: usize,
  logs: usize,
  SEQ: i32,
  calm: v128,
  allCalm: bool,
): void {
  const apart = values - keys
  let last = keys
  for (let t = 0; t < SEQ; t++) {
    const q0 = v128.load(queries)
    const q1 = v128.load(queries, 16)
    let most = f32x4.splat(0)
    if (!allCalm) {
      most = f32x4.splat(-Infinity)
      for (let key = keys; key <= last; key += POSITION) most = f32x4.pmax(most, product(q0, q1, key))
      most = v128.andnot(most, calm)
    }
    let total = f32x4.splat(0)
    let a0 = total
    let a1 = total
    for (let key = keys; key <= last; key += POSITION) {
      const score = product(q0, q1, key)
      const weight = allCalm ? normalPower(score) : twoToThe(f32x4.sub(score, most))
      total = f32x4.add(total, weight)
      a0 = f32x4.add(a0, f32x4.mul(weight, v128.load(key + apart)))
      a1 = f32x4.add(a1, f32x4.mul(weight, v128.load(key + apart, 16)))
    }
    const by = f32x4.div(f32x4.splat(1), total)
    v128.store(outs, f32x4.mul(a0, by))
    v128.store(outs, f32x4.mul(a1, by), 16)
    v128.store(logs, f32x4.add(f32x4.mul(most, f32x4.splat(LN_2)), ln4(total)))
    queries += POSITION
    outs += POSITION
    logs += 16
    last += POSITION
  }
}

@inline
function product(x0: v128, x1: v128, at: usize): v128 {
  return f32x4.add(f32x4.mul(x0, v128.load(at)), f32x4.mul(x1, v128.load(at, 16)))
}

/**
 * Gradients of four heads: two keys after two keys, with all queries that see them. @param queries times log₂ e / √W. @param shifts −logSumExp
 * in powers of two, and −dout · out. @param dQueries zeros. @param weights, slopes room. dQueries and dKeys come without 1 / √W, dKeys times log₂ e.
 */
export function attendNarrowBackward(
  queries: usize,
  keys: usize,
  values: usize,
  dOuts: usize,
  shifts: usize,
  dQueries: usize,
  dKeys: usize,
  dValues: usize,
  weights: usize,
  slopes: usize,
  pairs: i32,
): void {
  for (let left = pairs; left > 0; left--) {
    const end = slopes + ((<usize>left) << 6)
    slopesOf(queries, keys, values, dOuts, shifts, weights, slopes, end)
    slopesOf(queries, keys + POSITION, values + POSITION, dOuts, shifts, weights + 16, slopes + 16, end)
    // The first query does not see the second key.
    v128.store(weights, f32x4.splat(0), 16)
    v128.store(slopes, f32x4.splat(0), 16)
    sumSlopes(slopes, end, queries, keys, dQueries, dKeys)
    sumWeights(weights, end - slopes + weights, dOuts, dValues)
    queries += 2 * POSITION
    keys += 2 * POSITION
    values += 2 * POSITION
    dOuts += 2 * POSITION
    shifts += 64
    dQueries += 2 * POSITION
    dKeys += 2 * POSITION
    dValues += 2 * POSITION
  }
}

/** Of one key with each query: weights p, and slopes p · (dout · v − dout · out). @param end of the slopes, each second of which is written. */
@inline
function slopesOf(
  queries: usize,
  key: usize,
  value: usize,
  dOuts: usize,
  shifts: usize,
  weights: usize,
  slopes: usize,
  end: usize,
): void {
  const k0 = v128.load(key)
  const k1 = v128.load(key, 16)
  const v0 = v128.load(value)
  const v1 = v128.load(value, 16)
  for (; slopes < end; slopes += 32) {
    const weight = twoToThe(f32x4.add(v128.load(shifts), product(k0, k1, queries)))
    v128.store(weights, weight)
    v128.store(slopes, f32x4.mul(weight, f32x4.add(v128.load(shifts, 16), product(v0, v1, dOuts))))
    queries += POSITION
    dOuts += POSITION
    shifts += 32
    weights += 32
  }
}

/** dKeys of two keys, and what the queries get of them: added to dQueries. */
@inline
function sumSlopes(slopes: usize, end: usize, queries: usize, keys: usize, dQueries: usize, dKeys: usize): void {
  const k0 = v128.load(keys)
  const k1 = v128.load(keys, 16)
  const l0 = v128.load(keys, 32)
  const l1 = v128.load(keys, 48)
  let dk0 = f32x4.splat(0)
  let dk1 = dk0
  let dl0 = dk0
  let dl1 = dk0
  for (; slopes < end; slopes += 32) {
    const f = v128.load(slopes)
    const g = v128.load(slopes, 16)
    v128.store(dQueries, f32x4.add(f32x4.add(v128.load(dQueries), f32x4.mul(f, k0)), f32x4.mul(g, l0)))
    v128.store(dQueries, f32x4.add(f32x4.add(v128.load(dQueries, 16), f32x4.mul(f, k1)), f32x4.mul(g, l1)), 16)
    const q0 = v128.load(queries)
    const q1 = v128.load(queries, 16)
    dk0 = f32x4.add(dk0, f32x4.mul(f, q0))
    dk1 = f32x4.add(dk1, f32x4.mul(f, q1))
    dl0 = f32x4.add(dl0, f32x4.mul(g, q0))
    dl1 = f32x4.add(dl1, f32x4.mul(g, q1))
    queries += POSITION
    dQueries += POSITION
  }
  v128.store(dKeys, dk0)
  v128.store(dKeys, dk1, 16)
  v128.store(dKeys, dl0, 32)
  v128.store(dKeys, dl1, 48)
}

/** dValues of two keys. */
@inline
function sumWeights(weights: usize, end: usize, dOuts: usize, dValues: usize): void {
  let dv0 = f32x4.splat(0)
  let dv1 = dv0
  let dw0 = dv0
  let dw1 = dv0
  for (; weights < end; weights += 32) {
    const p = v128.load(weights)
    const q = v128.load(weights, 16)
    const g0 = v128.load(dOuts)
    const g1 = v128.load(dOuts, 16)
    dv0 = f32x4.add(dv0, f32x4.mul(p, g0))
    dv1 = f32x4.add(dv1, f32x4.mul(p, g1))
    dw0 = f32x4.add(dw0, f32x4.mul(q, g0))
    dw1 = f32x4.add(dw1, f32x4.mul(q, g1))
    dOuts += POSITION
  }
  v128.store(dValues, dv0)
  v128.store(dValues, dv1, 16)
  v128.store(dValues, dw0, 32)
  v128.store(dValues, dw1, 48)
}
