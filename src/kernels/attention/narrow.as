/**
 * Attention of heads of one or two channels, four heads in lanes (lanes.as): all that a pair of queries or one key has fits in registers.
 *
 * Formula:
 *   as in processor.as; scores and logSumExp are in powers of two here
 * Shapes:          planes of lanes.as, a position two vectors; logs (positions), a vector each; scores, room for two rows of positions.
 * One call:        all positions of four heads.
 * Limits:          `pairs` pairs of positions, the last with a position of zeros where SEQ is odd.
 * Reference:       attentionReference and attentionGradient in reference.ts.
 */
import { ln4, LN_2, twoToThe } from '../kit/simd.as'

const POSITION: usize = 32

/** @param queries times log₂ e / √W. @param logs ln Σ exp, not in powers of two. */
export function attendNarrow(
  queries: usize,
  keys: usize,
  values: usize,
  outs: usize,
  logs: usize,
  scores: usize,
  pairs: i32,
): void {
  for (let i = 0; i < pairs; i++) {
    const q0 = v128.load(queries)
    const q1 = v128.load(queries, 16)
    const r0 = v128.load(queries, 32)
    const r1 = v128.load(queries, 48)
    let most0 = f32x4.splat(-Infinity)
    let most1 = most0
    // The second key of the last pair is not seen by the first query.
    let later = most0
    let key = keys
    let at = scores
    for (let j = 0; j <= i; j++) {
      const k0 = v128.load(key)
      const k1 = v128.load(key, 16)
      const a = f32x4.add(f32x4.mul(q0, k0), f32x4.mul(q1, k1))
      const b = f32x4.add(f32x4.mul(r0, k0), f32x4.mul(r1, k1))
      v128.store(at, a)
      v128.store(at, b, 16)
      most0 = f32x4.pmax(most0, f32x4.pmax(a, later))
      const l0 = v128.load(key, 32)
      const l1 = v128.load(key, 48)
      later = f32x4.add(f32x4.mul(q0, l0), f32x4.mul(q1, l1))
      const d = f32x4.add(f32x4.mul(r0, l0), f32x4.mul(r1, l1))
      v128.store(at, later, 32)
      v128.store(at, d, 48)
      most1 = f32x4.pmax(most1, f32x4.pmax(b, d))
      key += 2 * POSITION
      at += 64
    }
    let total0 = f32x4.splat(0)
    let total1 = total0
    let a0 = total0
    let a1 = total0
    let b0 = total0
    let b1 = total0
    let value = values
    const last = at - 32
    for (at = scores; at < last; at += 32) {
      const w0 = twoToThe(f32x4.sub(v128.load(at), most0))
      const w1 = twoToThe(f32x4.sub(v128.load(at, 16), most1))
      total0 = f32x4.add(total0, w0)
      total1 = f32x4.add(total1, w1)
      const v0 = v128.load(value)
      const v1 = v128.load(value, 16)
      a0 = f32x4.add(a0, f32x4.mul(w0, v0))
      a1 = f32x4.add(a1, f32x4.mul(w0, v1))
      b0 = f32x4.add(b0, f32x4.mul(w1, v0))
      b1 = f32x4.add(b1, f32x4.mul(w1, v1))
      value += POSITION
    }
    const w = twoToThe(f32x4.sub(v128.load(last, 16), most1))
    total1 = f32x4.add(total1, w)
    const one = f32x4.splat(1)
    const by0 = f32x4.div(one, total0)
    const by1 = f32x4.div(one, total1)
    v128.store(outs, f32x4.mul(a0, by0))
    v128.store(outs, f32x4.mul(a1, by0), 16)
    v128.store(outs, f32x4.mul(f32x4.add(b0, f32x4.mul(w, v128.load(value))), by1), 32)
    v128.store(outs, f32x4.mul(f32x4.add(b1, f32x4.mul(w, v128.load(value, 16))), by1), 48)
    v128.store(logs, f32x4.add(f32x4.mul(most0, f32x4.splat(LN_2)), ln4(total0)))
    v128.store(logs, f32x4.add(f32x4.mul(most1, f32x4.splat(LN_2)), ln4(total1)), 16)
    queries += 2 * POSITION
    outs += 2 * POSITION
    logs += 32
  }
}

/**
 * Key after key, its gradients in registers; those of the queries grow in memory. @param queries times log₂ e / √W. @param shifts −logSumExp in
 * powers of two, then −dout · out, two vectors a position. @param dQueries zeros. They come without 1 / √W, dKeys times log₂ e.
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
  positions: i32,
): void {
  const end = queries + (<usize>positions) * POSITION
  const gradients = dOuts - queries
  const others = shifts - queries
  const own = dQueries - queries
  for (let u = 0; u < positions; u++) {
    const k0 = v128.load(keys)
    const k1 = v128.load(keys, 16)
    const v0 = v128.load(values)
    const v1 = v128.load(values, 16)
    let dk0 = f32x4.splat(0)
    let dk1 = dk0
    let dv0 = dk0
    let dv1 = dk0
    for (let at = queries + (<usize>u) * POSITION; at < end; at += POSITION) {
      const q0 = v128.load(at)
      const q1 = v128.load(at, 16)
      const score = f32x4.add(f32x4.add(v128.load(at + others), f32x4.mul(q0, k0)), f32x4.mul(q1, k1))
      const weight = twoToThe(score)
      const g0 = v128.load(at + gradients)
      const g1 = v128.load(at + gradients, 16)
      let slope = f32x4.add(f32x4.add(v128.load(at + others, 16), f32x4.mul(g0, v0)), f32x4.mul(g1, v1))
      slope = f32x4.mul(slope, weight)
      dv0 = f32x4.add(dv0, f32x4.mul(weight, g0))
      dv1 = f32x4.add(dv1, f32x4.mul(weight, g1))
      dk0 = f32x4.add(dk0, f32x4.mul(slope, q0))
      dk1 = f32x4.add(dk1, f32x4.mul(slope, q1))
      v128.store(at + own, f32x4.add(v128.load(at + own), f32x4.mul(slope, k0)))
      v128.store(at + own, f32x4.add(v128.load(at + own, 16), f32x4.mul(slope, k1)), 16)
    }
    v128.store(dKeys, dk0)
    v128.store(dKeys, dk1, 16)
    v128.store(dValues, dv0)
    v128.store(dValues, dv1, 16)
    keys += POSITION
    values += POSITION
    dKeys += POSITION
    dValues += POSITION
  }
}
