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
 * One call:        four heads at a time, of one string or of several, each in a lane: every sum runs over positions or channels, none across
 *                  lanes, so that its order is the same whoever stands beside it. Scores are taken in powers of two: log₂ e is in the factor of
 *                  the queries.
 * Limits:          any SEQ and HEAD_WIDTH. Rows of strings only are touched, never padding. Weights below 2⁻⁸⁰ are 2⁻⁸⁰. NaN stays in
 *                  its head.
 * Reference:       attentionReference and attentionGradient in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, recordAt, StringRows, vectorAt } from '../kit/records.as'
import { LN_2, LOG2_E } from '../kit/simd.as'
import { lanesFrom, lanesTo, takeHeads, turn } from './lanes.as'
import { attendNarrow, attendNarrowBackward } from './narrow.as'
import { attendWide, attendWideBackward } from './wide.as'

/** Bytes of a position of a narrow head. */
const NARROW: usize = 32

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
  const rowStep = bytesOf(HEADS * HEAD_WIDTH)
  const position = positionOf(HEAD_WIDTH)
  const pairs = (SEQ + 1) >> 1
  const plane = <usize>pairs * 2 * position
  const queries = scratch(4 * plane + vectorAt(0, 6 * pairs + 2))
  const keys = queries + plane
  const values = keys + plane
  const outs = values + plane
  const logs = outs + plane
  const scores = vectorAt(logs, 2 * pairs)
  const strings = changetype<usize>(recordAt<StringRows>(table, STRINGS_AT))
  const heads = STRINGS * HEADS
  // Behind odd widths and lengths there are zeros, which nobody writes to.
  memory.fill(queries, 0, 3 * plane)
  for (let first = 0; first < heads; first += 4) {
    takeHeads(strings, first, heads, HEADS)
    lanesFrom(qkv, 3 * rowStep, HEAD_WIDTH, queries, position, SEQ, SCALE * LOG2_E)
    lanesFrom(qkv + rowStep, 3 * rowStep, HEAD_WIDTH, keys, position, SEQ, 1)
    lanesFrom(qkv + 2 * rowStep, 3 * rowStep, HEAD_WIDTH, values, position, SEQ, 1)
    if (ROTARY_CHANNELS) {
      turn(queries, position, rotations, SEQ, ROTARY_CHANNELS, 1)
      turn(keys, position, rotations, SEQ, ROTARY_CHANNELS, 1)
    }
    if (position == NARROW) attendNarrow(queries, keys, values, outs, logs, SEQ)
    else attendWide(queries, keys, values, outs, logs, scores, position, pairs)
    lanesTo(out, rowStep, HEAD_WIDTH, outs, position, SEQ, 1)
    lanesTo(logSumExp, bytesOf(HEADS), 1, logs, 16, SEQ, 1)
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
  const rowStep = bytesOf(HEADS * HEAD_WIDTH)
  const position = positionOf(HEAD_WIDTH)
  const pairs = (SEQ + 1) >> 1
  const plane = <usize>pairs * 2 * position
  const queries = scratch(7 * plane + vectorAt(0, 12 * pairs))
  const keys = queries + plane
  const values = keys + plane
  const dOuts = values + plane
  const dQueries = dOuts + plane
  const dKeys = dQueries + plane
  /** What comes in is `out`. */
  const dValues = dKeys + plane
  const shifts = dValues + plane
  const weights = vectorAt(shifts, 4 * pairs)
  const slopes = vectorAt(weights, 4 * pairs)
  const strings = changetype<usize>(recordAt<StringRows>(table, STRINGS_AT))
  const heads = STRINGS * HEADS
  memory.fill(queries, 0, 4 * plane)
  memory.fill(shifts, 0, vectorAt(0, 4 * pairs))
  for (let first = 0; first < heads; first += 4) {
    takeHeads(strings, first, heads, HEADS)
    lanesFrom(qkv, 3 * rowStep, HEAD_WIDTH, queries, position, SEQ, SCALE * LOG2_E)
    lanesFrom(qkv + rowStep, 3 * rowStep, HEAD_WIDTH, keys, position, SEQ, 1)
    lanesFrom(qkv + 2 * rowStep, 3 * rowStep, HEAD_WIDTH, values, position, SEQ, 1)
    lanesFrom(dout, rowStep, HEAD_WIDTH, dOuts, position, SEQ, 1)
    lanesFrom(out, rowStep, HEAD_WIDTH, dValues, position, SEQ, 1)
    lanesFrom(logSumExp, bytesOf(HEADS), 1, shifts, 32, SEQ, -LOG2_E)
    addProducts(dOuts, dValues, position, shifts, SEQ, HEAD_WIDTH)
    if (ROTARY_CHANNELS) {
      turn(queries, position, rotations, SEQ, ROTARY_CHANNELS, 1)
      turn(keys, position, rotations, SEQ, ROTARY_CHANNELS, 1)
    }
    memory.fill(dQueries, 0, plane)
    if (position == NARROW)
      attendNarrowBackward(queries, keys, values, dOuts, shifts, dQueries, dKeys, dValues, weights, slopes, pairs)
    else
      attendWideBackward(
        queries, keys, values, dOuts, shifts, dQueries, dKeys, dValues, weights, slopes, position, pairs,
      )
    if (ROTARY_CHANNELS) {
      turn(dQueries, position, rotations, SEQ, ROTARY_CHANNELS, -1)
      turn(dKeys, position, rotations, SEQ, ROTARY_CHANNELS, -1)
    }
    lanesTo(dqkv, 3 * rowStep, HEAD_WIDTH, dQueries, position, SEQ, SCALE)
    // The queries have 1 / √W and log₂ e already.
    lanesTo(dqkv + rowStep, 3 * rowStep, HEAD_WIDTH, dKeys, position, SEQ, LN_2)
    lanesTo(dqkv + 2 * rowStep, 3 * rowStep, HEAD_WIDTH, dValues, position, SEQ, 1)
  }
}

/** Bytes of a position in a plane: two vectors, or a multiple of four. */
@inline
function positionOf(HEAD_WIDTH: i32): usize {
  return HEAD_WIDTH <= 2 ? NARROW : vectorAt(0, (HEAD_WIDTH + 3) & ~3)
}

/** shifts[t, 1] = −dout · out. */
function addProducts(dOuts: usize, outs: usize, position: usize, shifts: usize, SEQ: i32, HEAD_WIDTH: i32): void {
  const width = vectorAt(0, HEAD_WIDTH)
  for (let t = 0; t < SEQ; t++) {
    let sum = f32x4.splat(0)
    for (let e: usize = 0; e < width; e += 16) {
      sum = f32x4.sub(sum, f32x4.mul(v128.load(dOuts + e), v128.load(outs + e)))
    }
    v128.store(shifts, sum, 16)
    dOuts += position
    outs += position
    shifts += 32
  }
}
