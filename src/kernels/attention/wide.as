/**
 * Attention of heads of any width, four heads in lanes (lanes.as): two queries and two keys at a time, four channels at a time.
 *
 * Formula:
 *   as in processor.as; scores and logSumExp are in powers of two here
 * Shapes:          planes of lanes.as, a position a multiple of four vectors; logs (positions), a vector each; scores, weights and slopes
 *                  (positions, 2).
 * One call:        all positions of four heads.
 * Limits:          `pairs` pairs of positions, the last with a position of zeros where SEQ is odd.
 * Reference:       attentionReference and attentionGradient in reference.ts.
 */
import { ln4, LN_2, twoToThe } from '../kit/simd.as'

/** outs and logs of all queries, as attendNarrow in narrow.as. @param scores room. */
export function attendWide(
  queries: usize,
  keys: usize,
  values: usize,
  outs: usize,
  logs: usize,
  scores: usize,
  position: usize,
  pairs: i32,
): void {
  const one = f32x4.splat(1)
  for (let i = 0; i < pairs; i++) {
    const last = scores + ((<usize>(2 * i + 1)) << 5)
    if (position == 64) scoresOfFour(queries, keys, scores, last)
    else scoresOfMany(queries, keys, scores, last, position)
    const most0 = v128.load(last, 32)
    const most1 = v128.load(last, 48)
    let total0 = f32x4.splat(0)
    let total1 = total0
    for (let at = scores; at < last; at += 32) {
      const w0 = twoToThe(f32x4.sub(v128.load(at), most0))
      const w1 = twoToThe(f32x4.sub(v128.load(at, 16), most1))
      v128.store(at, w0)
      v128.store(at, w1, 16)
      total0 = f32x4.add(total0, w0)
      total1 = f32x4.add(total1, w1)
    }
    const w = twoToThe(f32x4.sub(v128.load(last, 16), most1))
    v128.store(last, f32x4.splat(0))
    v128.store(last, w, 16)
    total1 = f32x4.add(total1, w)
    mix(scores, last + 32, values, position, outs, f32x4.div(one, total0), f32x4.div(one, total1))
    v128.store(logs, f32x4.add(f32x4.mul(most0, f32x4.splat(LN_2)), ln4(total0)))
    v128.store(logs, f32x4.add(f32x4.mul(most1, f32x4.splat(LN_2)), ln4(total1)), 16)
    queries += 2 * position
    outs += 2 * position
    logs += 32
  }
}

/**
 * Scores of two queries with all keys up to `last`, which the first query does not see, and behind them the largest of each query.
 * @param last where the last key's two scores go.
 */
@inline
function scoresOfMany(queries: usize, keys: usize, scores: usize, last: usize, position: usize): void {
  let most0 = f32x4.splat(-Infinity)
  let most1 = most0
  let later = most0
  for (; scores < last; scores += 64) {
    fourScores(queries, keys, position, scores)
    most0 = f32x4.pmax(most0, f32x4.pmax(later, v128.load(scores)))
    most1 = f32x4.pmax(most1, f32x4.pmax(v128.load(scores, 16), v128.load(scores, 48)))
    later = v128.load(scores, 32)
    keys += 2 * position
  }
  v128.store(last, most0, 32)
  v128.store(last, most1, 48)
}

/** scoresOfMany of heads of four channels: both queries stay in registers. */
@inline
function scoresOfFour(queries: usize, keys: usize, scores: usize, last: usize): void {
  const q0 = v128.load(queries)
  const q1 = v128.load(queries, 16)
  const q2 = v128.load(queries, 32)
  const q3 = v128.load(queries, 48)
  const r0 = v128.load(queries, 64)
  const r1 = v128.load(queries, 80)
  const r2 = v128.load(queries, 96)
  const r3 = v128.load(queries, 112)
  let most0 = f32x4.splat(-Infinity)
  let most1 = most0
  let later = most0
  for (; scores <= last; scores += 32) {
    const k0 = v128.load(keys)
    const k1 = v128.load(keys, 16)
    const k2 = v128.load(keys, 32)
    const k3 = v128.load(keys, 48)
    const a = f32x4.add(
      f32x4.add(f32x4.mul(q0, k0), f32x4.mul(q1, k1)),
      f32x4.add(f32x4.mul(q2, k2), f32x4.mul(q3, k3)),
    )
    v128.store(scores, a)
    const b = f32x4.add(
      f32x4.add(f32x4.mul(r0, k0), f32x4.mul(r1, k1)),
      f32x4.add(f32x4.mul(r2, k2), f32x4.mul(r3, k3)),
    )
    v128.store(scores, b, 16)
    most0 = f32x4.pmax(most0, later)
    most1 = f32x4.pmax(most1, b)
    later = a
    keys += 64
  }
  v128.store(last, most0, 32)
  v128.store(last, most1, 48)
}

/** Of two queries and two keys: the first key's scores, then the second's. */
@inline
function fourScores(queries: usize, keys: usize, position: usize, to: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  for (const end = keys + position; keys < end; keys += 32) {
    const q0 = v128.load(queries)
    const r0 = v128.load(queries + position)
    const k0 = v128.load(keys)
    a = f32x4.add(a, f32x4.mul(q0, k0))
    b = f32x4.add(b, f32x4.mul(r0, k0))
    const l0 = v128.load(keys + position)
    c = f32x4.add(c, f32x4.mul(q0, l0))
    d = f32x4.add(d, f32x4.mul(r0, l0))
    const q1 = v128.load(queries, 16)
    const r1 = v128.load(queries + position, 16)
    const k1 = v128.load(keys, 16)
    a = f32x4.add(a, f32x4.mul(q1, k1))
    b = f32x4.add(b, f32x4.mul(r1, k1))
    const l1 = v128.load(keys + position, 16)
    c = f32x4.add(c, f32x4.mul(q1, l1))
    d = f32x4.add(d, f32x4.mul(r1, l1))
    queries += 32
  }
  v128.store(to, a)
  v128.store(to, b, 16)
  v128.store(to, c, 32)
  v128.store(to, d, 48)
}

/** to[0] = factor0 · Σ weights[·, 0] · rows, to[1] = factor1 · Σ weights[·, 1] · rows. */
@inline
function mix(
  weights: usize,
  end: usize,
  rows: usize,
  position: usize,
  to: usize,
  factor0: v128,
  factor1: v128,
): void {
  for (let e: usize = 0; e < position; e += 64) {
    let a0 = f32x4.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let b0 = a0
    let b1 = a0
    let b2 = a0
    let b3 = a0
    let row = rows + e
    for (let at = weights; at < end; at += 32) {
      const f = v128.load(at)
      const g = v128.load(at, 16)
      const x = v128.load(row)
      a0 = f32x4.add(a0, f32x4.mul(f, x))
      b0 = f32x4.add(b0, f32x4.mul(g, x))
      const y = v128.load(row, 16)
      a1 = f32x4.add(a1, f32x4.mul(f, y))
      b1 = f32x4.add(b1, f32x4.mul(g, y))
      const z = v128.load(row, 32)
      a2 = f32x4.add(a2, f32x4.mul(f, z))
      b2 = f32x4.add(b2, f32x4.mul(g, z))
      const w = v128.load(row, 48)
      a3 = f32x4.add(a3, f32x4.mul(f, w))
      b3 = f32x4.add(b3, f32x4.mul(g, w))
      row += position
    }
    const first = to + e
    v128.store(first, f32x4.mul(a0, factor0))
    v128.store(first, f32x4.mul(a1, factor0), 16)
    v128.store(first, f32x4.mul(a2, factor0), 32)
    v128.store(first, f32x4.mul(a3, factor0), 48)
    const second = first + position
    v128.store(second, f32x4.mul(b0, factor1))
    v128.store(second, f32x4.mul(b1, factor1), 16)
    v128.store(second, f32x4.mul(b2, factor1), 32)
    v128.store(second, f32x4.mul(b3, factor1), 48)
  }
}

/** Gradients of four heads, as attendNarrowBackward in narrow.as. */
export function attendWideBackward(
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
  position: usize,
  pairs: i32,
): void {
  const one = f32x4.splat(1)
  const pair: usize = 2 * position
  for (let left = pairs; left > 0; left--) {
    const bytes = (<usize>left) << 6
    const end = slopes + bytes
    slopesOf(queries, keys, values, dOuts, shifts, weights, slopes, end, position)
    // The first query does not see the second key.
    v128.store(weights, f32x4.splat(0), 16)
    v128.store(slopes, f32x4.splat(0), 16)
    mix(slopes, end, queries, position, dKeys, one, one)
    mix(weights, weights + bytes, dOuts, position, dValues, one, one)
    addToQueries(slopes, end, keys, position, dQueries)
    queries += pair
    keys += pair
    values += pair
    dOuts += pair
    shifts += 64
    dQueries += pair
    dKeys += pair
    dValues += pair
  }
}

/** dQueries[t] += slopes[t, 0] · keys[0] + slopes[t, 1] · keys[1]. */
@inline
function addToQueries(slopes: usize, end: usize, keys: usize, position: usize, dQueries: usize): void {
  for (let e: usize = 0; e < position; e += 64) {
    const key = keys + e
    const k0 = v128.load(key)
    const k1 = v128.load(key, 16)
    const k2 = v128.load(key, 32)
    const k3 = v128.load(key, 48)
    const later = key + position
    const l0 = v128.load(later)
    const l1 = v128.load(later, 16)
    const l2 = v128.load(later, 32)
    const l3 = v128.load(later, 48)
    let to = dQueries + e
    for (let at = slopes; at < end; at += 32) {
      const f = v128.load(at)
      const g = v128.load(at, 16)
      v128.store(to, f32x4.add(f32x4.add(v128.load(to), f32x4.mul(f, k0)), f32x4.mul(g, l0)))
      v128.store(to, f32x4.add(f32x4.add(v128.load(to, 16), f32x4.mul(f, k1)), f32x4.mul(g, l1)), 16)
      v128.store(to, f32x4.add(f32x4.add(v128.load(to, 32), f32x4.mul(f, k2)), f32x4.mul(g, l2)), 32)
      v128.store(to, f32x4.add(f32x4.add(v128.load(to, 48), f32x4.mul(f, k3)), f32x4.mul(g, l3)), 48)
      to += position
    }
  }
}

/** As slopesOf in narrow.as, of two keys. */
@inline
function slopesOf(
  queries: usize,
  keys: usize,
  values: usize,
  dOuts: usize,
  shifts: usize,
  weights: usize,
  slopes: usize,
  end: usize,
  position: usize,
): void {
  let query = queries
  let dOut = dOuts
  let weight = weights
  for (let at = slopes; at < end; at += 64) {
    let a = v128.load(shifts)
    let b = v128.load(shifts, 32)
    let c = a
    let d = b
    for (let e: usize = 0; e < position; e += 32) {
      const q0 = v128.load(query + e)
      const r0 = v128.load(query + position + e)
      const k0 = v128.load(keys + e)
      a = f32x4.add(a, f32x4.mul(q0, k0))
      b = f32x4.add(b, f32x4.mul(r0, k0))
      const l0 = v128.load(keys + position + e)
      c = f32x4.add(c, f32x4.mul(q0, l0))
      d = f32x4.add(d, f32x4.mul(r0, l0))
      const q1 = v128.load(query + e, 16)
      const r1 = v128.load(query + position + e, 16)
      const k1 = v128.load(keys + e, 16)
      a = f32x4.add(a, f32x4.mul(q1, k1))
      b = f32x4.add(b, f32x4.mul(r1, k1))
      const l1 = v128.load(keys + position + e, 16)
      c = f32x4.add(c, f32x4.mul(q1, l1))
      d = f32x4.add(d, f32x4.mul(r1, l1))
    }
    v128.store(weight, twoToThe(a))
      v128.store(weight, twoToThe(c), 16)
    v128.store(weight + 32, twoToThe(b))
      v128.store(weight + 32, twoToThe(d), 16)
    a = v128.load(shifts, 16)
    b = v128.load(shifts, 48)
    c = a
    d = b
    for (let e: usize = 0; e < position; e += 32) {
      const g0 = v128.load(dOut + e)
      const h0 = v128.load(dOut + position + e)
      const v0 = v128.load(values + e)
      a = f32x4.add(a, f32x4.mul(g0, v0))
      b = f32x4.add(b, f32x4.mul(h0, v0))
      const w0 = v128.load(values + position + e)
      c = f32x4.add(c, f32x4.mul(g0, w0))
      d = f32x4.add(d, f32x4.mul(h0, w0))
      const g1 = v128.load(dOut + e, 16)
      const h1 = v128.load(dOut + position + e, 16)
      const v1 = v128.load(values + e, 16)
      a = f32x4.add(a, f32x4.mul(g1, v1))
      b = f32x4.add(b, f32x4.mul(h1, v1))
      const w1 = v128.load(values + position + e, 16)
      c = f32x4.add(c, f32x4.mul(g1, w1))
      d = f32x4.add(d, f32x4.mul(h1, w1))
    }
    v128.store(at, f32x4.mul(a, v128.load(weight)))
    v128.store(at, f32x4.mul(c, v128.load(weight, 16)), 16)
    v128.store(at, f32x4.mul(b, v128.load(weight, 32)), 32)
    v128.store(at, f32x4.mul(d, v128.load(weight, 48)), 48)
    query += 2 * position
    dOut += 2 * position
    shifts += 64
    weight += 64
  }
}
