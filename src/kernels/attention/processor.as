/**
 * attention.forward and attention.backward on the processor: causal attention of each head (Vaswani et al. 2017, arXiv 1706.03762, eq. 1)
 * and its gradient.
 *
 * Formula:
 *   s_tu        = q_t · k_u / √W               for u ≤ t
 *   out_t       = Σ_u exp(s_tu) v_u / Σ_u exp(s_tu)
 *   logSumExp_t = ln Σ_u exp(s_tu)
 *   p_tu = exp(s_tu − logSumExp_t)
 *   g_tu = p_tu · (dout_t · v_u − dout_t · out_t)
 *   dq_t = Σ_{u ≤ t} g_tu k_u / √W
 *   dk_u = Σ_{t ≥ u} g_tu q_t / √W
 *   dv_u = Σ_{t ≥ u} p_tu dout_t
 *   q and k are turned by their positions where there are rotary channels, dq and dk turned back (rows.wesl has the formula).
 * Shapes:          as in forward.wesl and backward.wesl: qkv, dqkv (rows, 3 · D); out, dout (rows, D); logSumExp (rows, HEADS), with
 *                  D = HEADS · HEAD_WIDTH.
 * One call:        one head of one string after the other, four queries together: softmax and sums run down the keys without adding
 *                  across lanes.
 * Limits:          any SEQ and HEAD_WIDTH. Rows of strings only are touched, never padding.
 * Reference:       attentionReference and attentionGradient in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, recordAt, rowAt, StringRows, vectorAt } from '../kit/records.as'
import { exp4, sum4 } from '../kit/simd.as'

export function attention_forward(
  table: usize,
  qkv: usize,
  rotations: Optional<usize>,
  out: usize,
  logSumExp: usize,
  SEQ: i32,
  HEADS: i32,
  HEAD_WIDTH: i32,
  ROTARY_CHANNELS: i32,
  SCALE: f32,
  STRINGS_AT: i32,
  STRINGS: i32,
): void {
  const width = HEADS * HEAD_WIDTH
  const rowStep = bytesOf(width)
  const packedStep = 3 * rowStep
  const queries = scratch(headBytes(SEQ, HEAD_WIDTH) * 2 + vectorAt(0, SEQ + 4))
  const keys = queries + headBytes(SEQ, HEAD_WIDTH)
  const weights = keys + headBytes(SEQ, HEAD_WIDTH)
  for (let s = 0; s < STRINGS; s++) {
    const first = recordAt<StringRows>(table, STRINGS_AT + s).firstRow
    for (let h = 0; h < HEADS; h++) {
      const head = bytesOf(h * HEAD_WIDTH)
      const packed = rowAt(qkv, first, 3 * width) + head
      const values = packed + 2 * rowStep
      layOut(packed, queries, keys, rotations, SEQ, HEAD_WIDTH, rowStep, ROTARY_CHANNELS)
      for (let t = 0; t < SEQ; t += 4) {
        const count = min(4, SEQ - t)
        const end = t + count
        const largest = scores(queries, keys, weights, SEQ, t, end, HEAD_WIDTH, SCALE)
        let total = f32x4.splat(0)
        for (let u = 0; u < end; u++) {
          const at = vectorAt(weights, u)
          const weight = v128.and(exp4(f32x4.sub(v128.load(at), largest)), seen(t, u))
          v128.store(at, weight)
          total = f32x4.add(total, weight)
        }
        const to = rowAt(out, first + t, width) + head
        for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
          let sum = f32x4.splat(0)
          let value = values + (e << 2)
          for (let u = 0; u < end; u++) {
            sum = f32x4.add(sum, f32x4.mul(v128.load(vectorAt(weights, u)), v128.load32_splat(value)))
            value += packedStep
          }
          scatter(to + (e << 2), rowStep, f32x4.div(sum, total), count)
        }
        let logs = f32x4.splat(Mathf.log(f32x4.extract_lane(total, 0)))
        logs = f32x4.replace_lane(logs, 1, Mathf.log(f32x4.extract_lane(total, 1)))
        logs = f32x4.replace_lane(logs, 2, Mathf.log(f32x4.extract_lane(total, 2)))
        logs = f32x4.replace_lane(logs, 3, Mathf.log(f32x4.extract_lane(total, 3)))
        const statistic = elementAt(logSumExp, (first + t) * HEADS + h)
        scatter(statistic, bytesOf(HEADS), f32x4.add(largest, logs), count)
      }
    }
  }
}

export function attention_backward(
  table: usize,
  qkv: usize,
  out: usize,
  logSumExp: usize,
  dout: usize,
  rotations: Optional<usize>,
  dqkv: usize,
  SEQ: i32,
  HEADS: i32,
  HEAD_WIDTH: i32,
  ROTARY_CHANNELS: i32,
  SCALE: f32,
  STRINGS_AT: i32,
  STRINGS: i32,
): void {
  const width = HEADS * HEAD_WIDTH
  const rowStep = bytesOf(width)
  const packedStep = 3 * rowStep
  const keyStep = bytesOf(HEAD_WIDTH)
  const vectors = vectorAt(0, HEAD_WIDTH)
  const sums = vectors * <usize>SEQ
  const queries = scratch(headBytes(SEQ, HEAD_WIDTH) * 2 + vectorAt(0, SEQ + 4) + 2 * vectors + 2 * sums)
  const keys = queries + headBytes(SEQ, HEAD_WIDTH)
  const weights = keys + headBytes(SEQ, HEAD_WIDTH)
  const gradients = vectorAt(weights, SEQ + 4)
  const dQueries = gradients + vectors
  // For each key and channel the sums of four queries apart, to be added across lanes once.
  const dKeys = dQueries + vectors
  const dValues = dKeys + sums
  for (let s = 0; s < STRINGS; s++) {
    const first = recordAt<StringRows>(table, STRINGS_AT + s).firstRow
    for (let h = 0; h < HEADS; h++) {
      const head = bytesOf(h * HEAD_WIDTH)
      const packed = rowAt(qkv, first, 3 * width) + head
      const values = packed + 2 * rowStep
      layOut(packed, queries, keys, rotations, SEQ, HEAD_WIDTH, rowStep, ROTARY_CHANNELS)
      memory.fill(dKeys, 0, 2 * sums)
      const dPacked = rowAt(dqkv, first, 3 * width) + head
      for (let t = 0; t < SEQ; t += 4) {
        const count = min(4, SEQ - t)
        const at = rowAt(0, first + t, width) + head
        let delta = f32x4.splat(0)
        for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
          const gradient = gather(dout + at + (e << 2), rowStep, count)
          v128.store(gradients + (e << 4), gradient)
          v128.store(dQueries + (e << 4), f32x4.splat(0))
          delta = f32x4.add(delta, f32x4.mul(gradient, gather(out + at + (e << 2), rowStep, count)))
        }
        const shift = gather(elementAt(logSumExp, (first + t) * HEADS + h), bytesOf(HEADS), count)
        scores(queries, keys, weights, SEQ, t, t + count, HEAD_WIDTH, SCALE)
        for (let u = 0; u < t + count; u++) {
          const score = v128.load(vectorAt(weights, u))
          const weight = v128.and(exp4(f32x4.sub(score, shift)), seen(t, u))
          const value = values + <usize>u * packedStep
          const dValue = dValues + <usize>u * vectors
          let slope = f32x4.neg(delta)
          for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
            const gradient = v128.load(gradients + (e << 4))
            slope = f32x4.add(slope, f32x4.mul(gradient, v128.load32_splat(value + (e << 2))))
            const sum = f32x4.add(v128.load(dValue + (e << 4)), f32x4.mul(gradient, weight))
            v128.store(dValue + (e << 4), sum)
          }
          // g_tu / √W.
          slope = f32x4.mul(f32x4.mul(slope, weight), f32x4.splat(SCALE))
          const key = keys + <usize>u * keyStep
          const dKey = dKeys + <usize>u * vectors
          for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
            const query = v128.load(queries + (e * lanesOf(SEQ) + <usize>t) * 4)
            v128.store(dKey + (e << 4), f32x4.add(v128.load(dKey + (e << 4)), f32x4.mul(slope, query)))
            const sum = f32x4.add(
              v128.load(dQueries + (e << 4)),
              f32x4.mul(slope, v128.load32_splat(key + (e << 2))),
            )
            v128.store(dQueries + (e << 4), sum)
          }
        }
        for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
          scatter(dPacked + <usize>t * packedStep + (e << 2), packedStep, v128.load(dQueries + (e << 4)), count)
        }
      }
      for (let u = 0; u < SEQ; u++) {
        const to = dPacked + <usize>u * packedStep
        for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
          const from = <usize>u * vectors + (e << 4)
          store<f32>(to + rowStep + (e << 2), sum4(v128.load(dKeys + from)))
          store<f32>(to + 2 * rowStep + (e << 2), sum4(v128.load(dValues + from)))
        }
        if (ROTARY_CHANNELS) {
          turn(to, 4, rotations, u, ROTARY_CHANNELS, -1)
          turn(to + rowStep, 4, rotations, u, ROTARY_CHANNELS, -1)
        }
      }
    }
  }
}

/** Positions of a string, filled up to whole vectors. */
@inline
function lanesOf(SEQ: i32): usize {
  return <usize>((SEQ + 3) & ~3)
}

@inline
function headBytes(SEQ: i32, HEAD_WIDTH: i32): usize {
  return (lanesOf(SEQ) * <usize>HEAD_WIDTH) << 2
}

/** A mask: which of the queries t … t + 3 see key u. */
@inline
function seen(t: i32, u: i32): v128 {
  return i32x4.ge_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(t)), i32x4.splat(u))
}

/** weights[u] = s_tu of the queries t … t + 3, for u below `end`. @returns the largest that each of them sees, NaN where one is NaN. */
@inline
function scores(
  queries: usize,
  keys: usize,
  weights: usize,
  SEQ: i32,
  t: i32,
  end: i32,
  HEAD_WIDTH: i32,
  SCALE: f32,
): v128 {
  const step = lanesOf(SEQ) << 2
  let largest = f32x4.splat(-Infinity)
  let key = keys
  for (let u = 0; u < end; u++) {
    let sum = f32x4.splat(0)
    let query = elementAt(queries, t)
    for (let e = 0; e < HEAD_WIDTH; e++) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(query), v128.load32_splat(key)))
      query += step
      key += 4
    }
    sum = f32x4.mul(sum, f32x4.splat(SCALE))
    v128.store(vectorAt(weights, u), sum)
    largest = f32x4.max(largest, v128.bitselect(sum, f32x4.splat(-Infinity), seen(t, u)))
  }
  return largest
}

/** Loads one value of each of up to four rows, and 0 for the others: such a query adds nothing to any sum. */
@inline
function gather(at: usize, step: usize, count: i32): v128 {
  let values = v128.load32_zero(at)
  if (count > 1) values = v128.load32_lane(at + step, values, 1)
  if (count > 2) values = v128.load32_lane(at + 2 * step, values, 2)
  if (count > 3) values = v128.load32_lane(at + 3 * step, values, 3)
  return values
}

/** Stores one value into each of up to four rows. */
@inline
function scatter(at: usize, step: usize, values: v128, count: i32): void {
  v128.store32_lane(at, values, 0)
  if (count > 1) v128.store32_lane(at + step, values, 1)
  if (count > 2) v128.store32_lane(at + 2 * step, values, 2)
  if (count > 3) v128.store32_lane(at + 3 * step, values, 3)
}

/** Copies a head's queries by channel, (W, S) with 0 behind the last, and its keys by row, (S, W); both turned by their positions. */
function layOut(
  packed: usize,
  queries: usize,
  keys: usize,
  rotations: usize,
  SEQ: i32,
  HEAD_WIDTH: i32,
  rowStep: usize,
  rotary: i32,
): void {
  const line = lanesOf(SEQ) << 2
  memory.fill(queries, 0, headBytes(SEQ, HEAD_WIDTH))
  for (let t = 0; t < SEQ; t++) {
    const from = packed + <usize>t * 3 * rowStep
    const query = elementAt(queries, t)
    const key = rowAt(keys, t, HEAD_WIDTH)
    for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
      store<f32>(query + e * line, load<f32>(from + (e << 2)))
      store<f32>(key + (e << 2), load<f32>(from + rowStep + (e << 2)))
    }
    if (rotary) {
      turn(query, line, rotations, t, rotary, 1)
      turn(key, 4, rotations, t, rotary, 1)
    }
  }
}

/** Turns the pairs (i, i + rotary/2) of one row at position t, whose channels lie `step` bytes apart. */
function turn(at: usize, step: usize, rotations: usize, t: i32, rotary: i32, direction: f32): void {
  const half = <usize>rotary >> 1
  const angles = rotations + ((<usize>t * 2 * half) << 2)
  for (let i: usize = 0; i < half; i++) {
    const cos = load<f32>(angles + (i << 2))
    const sin = direction * load<f32>(angles + ((half + i) << 2))
    const a = load<f32>(at + i * step)
    const b = load<f32>(at + (half + i) * step)
    store<f32>(at + i * step, a * cos - b * sin)
    store<f32>(at + (half + i) * step, b * cos + a * sin)
  }
}
