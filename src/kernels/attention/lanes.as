/**
 * Heads side by side: four heads, of one string or of several, in the four lanes of every vector.
 *
 * Formula:
 *   lane k has head (first + k) mod HEADS of string ⌊(first + k) / HEADS⌋; behind the last head of all, the last one again
 *   lanesFrom:  to[t, e]  = factor · (rows[t, e] of each lane)
 *   lanesTo:    the way back
 *   turn:       the pairs (i, i + rotary/2) of each position by its angle (rows.wesl has the formula)
 * Shapes:          matrices of rows as in forward.wesl; planes (SEQ, positions' vectors): a vector holds one channel of one position in the
 *                  four lanes, and a position has `position` bytes. Room behind the last channel and behind the last position is left as it is.
 * One call:        one plane, of the heads that the last call of takeHeads named.
 * Limits:          any SEQ and width. Lanes that hold the same head store the same bits.
 * Reference:       attentionReference in reference.ts.
 */
import { bytesOf, recordAt, StringRows } from '../kit/records.as'

/** The first row of each lane's string, and its head. */
let row0: usize = 0
let row1: usize = 0
let row2: usize = 0
let row3: usize = 0
let head0: usize = 0
let head1: usize = 0
let head2: usize = 0
let head3: usize = 0
/** Whether all four are of one string. */
let neighbours: bool = false

/** @param first head among all `count` heads of all strings. */
export function takeHeads(strings: usize, first: i32, count: i32, HEADS: i32): void {
  neighbours = (HEADS & 3) == 0
  let at = first
  let s = at / HEADS
  row0 = recordAt<StringRows>(strings, s).firstRow
  head0 = at - s * HEADS
  at = min(first + 1, count - 1)
  s = at / HEADS
  row1 = recordAt<StringRows>(strings, s).firstRow
  head1 = at - s * HEADS
  at = min(first + 2, count - 1)
  s = at / HEADS
  row2 = recordAt<StringRows>(strings, s).firstRow
  head2 = at - s * HEADS
  at = min(first + 3, count - 1)
  s = at / HEADS
  row3 = recordAt<StringRows>(strings, s).firstRow
  head3 = at - s * HEADS
}

/** @param from row 0 of head 0; rows lie `step` bytes apart. @param width channels of a head. */
export function lanesFrom(
  from: usize,
  step: usize,
  width: i32,
  to: usize,
  position: usize,
  SEQ: i32,
  factor: f32,
): void {
  const by = f32x4.splat(factor)
  const end = bytesOf(width)
  let a = from + row0 * step + head0 * end
  let b = from + row1 * step + head1 * end
  let c = from + row2 * step + head2 * end
  let d = from + row3 * step + head3 * end
  const stop = to + <usize>SEQ * position
  if (width == 4) {
    for (; to < stop; to += position) {
      fourFrom(a, b, c, d, to, by)
      a += step
      b += step
      c += step
      d += step
    }
  } else if (width <= 2 && neighbours) {
    for (; to < stop; to += position) {
      const x = v128.load(a)
      if (width == 1) v128.store(to, f32x4.mul(x, by))
      else {
        const y = v128.load(a, 16)
        v128.store(to, f32x4.mul(i32x4.shuffle(x, y, 0, 2, 4, 6), by))
        v128.store(to, f32x4.mul(i32x4.shuffle(x, y, 1, 3, 5, 7), by), 16)
      }
      a += step
    }
  } else {
    for (; to < stop; to += position) {
      let at = to
      let e: usize = 0
      for (; e + 16 <= end; e += 16) {
        fourFrom(a + e, b + e, c + e, d + e, at, by)
        at += 64
      }
      if (e + 8 <= end) {
        const x = v128.load64_lane(b + e, v128.load64_zero(a + e), 1)
        const y = v128.load64_lane(d + e, v128.load64_zero(c + e), 1)
        v128.store(at, f32x4.mul(i32x4.shuffle(x, y, 0, 2, 4, 6), by))
        v128.store(at, f32x4.mul(i32x4.shuffle(x, y, 1, 3, 5, 7), by), 16)
        at += 32
        e += 8
      }
      if (e < end) {
        let x = v128.load32_zero(a + e)
        x = v128.load32_lane(b + e, x, 1)
        x = v128.load32_lane(c + e, x, 2)
        v128.store(at, f32x4.mul(v128.load32_lane(d + e, x, 3), by))
      }
      a += step
      b += step
      c += step
      d += step
    }
  }
}

@inline
function fourFrom(a: usize, b: usize, c: usize, d: usize, to: usize, by: v128): void {
  const x = f32x4.mul(v128.load(a), by)
  const y = f32x4.mul(v128.load(b), by)
  const z = f32x4.mul(v128.load(c), by)
  const w = f32x4.mul(v128.load(d), by)
  const xy = i32x4.shuffle(x, y, 0, 4, 1, 5)
  const zw = i32x4.shuffle(z, w, 0, 4, 1, 5)
  v128.store(to, i64x2.shuffle(xy, zw, 0, 2))
  v128.store(to, i64x2.shuffle(xy, zw, 1, 3), 16)
  const xy2 = i32x4.shuffle(x, y, 2, 6, 3, 7)
  const zw2 = i32x4.shuffle(z, w, 2, 6, 3, 7)
  v128.store(to, i64x2.shuffle(xy2, zw2, 0, 2), 32)
  v128.store(to, i64x2.shuffle(xy2, zw2, 1, 3), 48)
}

/** As {@link lanesFrom}, the other way. */
export function lanesTo(
  to: usize,
  step: usize,
  width: i32,
  from: usize,
  position: usize,
  SEQ: i32,
  factor: f32,
): void {
  const by = f32x4.splat(factor)
  const end = bytesOf(width)
  let a = to + row0 * step + head0 * end
  let b = to + row1 * step + head1 * end
  let c = to + row2 * step + head2 * end
  let d = to + row3 * step + head3 * end
  const stop = from + <usize>SEQ * position
  if (width == 4) {
    for (; from < stop; from += position) {
      fourTo(a, b, c, d, from, by)
      a += step
      b += step
      c += step
      d += step
    }
  } else if (width <= 2 && neighbours) {
    for (; from < stop; from += position) {
      const x = f32x4.mul(v128.load(from), by)
      if (width == 1) v128.store(a, x)
      else {
        const y = f32x4.mul(v128.load(from, 16), by)
        v128.store(a, i32x4.shuffle(x, y, 0, 4, 1, 5))
        v128.store(a, i32x4.shuffle(x, y, 2, 6, 3, 7), 16)
      }
      a += step
    }
  } else {
    for (; from < stop; from += position) {
      let at = from
      let e: usize = 0
      for (; e + 16 <= end; e += 16) {
        fourTo(a + e, b + e, c + e, d + e, at, by)
        at += 64
      }
      if (e + 8 <= end) {
        const x = f32x4.mul(v128.load(at), by)
        const y = f32x4.mul(v128.load(at, 16), by)
        const ab = i32x4.shuffle(x, y, 0, 4, 1, 5)
        const cd = i32x4.shuffle(x, y, 2, 6, 3, 7)
        v128.store64_lane(a + e, ab, 0)
        v128.store64_lane(b + e, ab, 1)
        v128.store64_lane(c + e, cd, 0)
        v128.store64_lane(d + e, cd, 1)
        at += 32
        e += 8
      }
      if (e < end) {
        const x = f32x4.mul(v128.load(at), by)
        v128.store32_lane(a + e, x, 0)
        v128.store32_lane(b + e, x, 1)
        v128.store32_lane(c + e, x, 2)
        v128.store32_lane(d + e, x, 3)
      }
      a += step
      b += step
      c += step
      d += step
    }
  }
}

@inline
function fourTo(a: usize, b: usize, c: usize, d: usize, from: usize, by: v128): void {
  const x = f32x4.mul(v128.load(from), by)
  const y = f32x4.mul(v128.load(from, 16), by)
  const z = f32x4.mul(v128.load(from, 32), by)
  const w = f32x4.mul(v128.load(from, 48), by)
  const xy = i32x4.shuffle(x, y, 0, 4, 1, 5)
  const zw = i32x4.shuffle(z, w, 0, 4, 1, 5)
  v128.store(a, i64x2.shuffle(xy, zw, 0, 2))
  v128.store(b, i64x2.shuffle(xy, zw, 1, 3))
  const xy2 = i32x4.shuffle(x, y, 2, 6, 3, 7)
  const zw2 = i32x4.shuffle(z, w, 2, 6, 3, 7)
  v128.store(c, i64x2.shuffle(xy2, zw2, 0, 2))
  v128.store(d, i64x2.shuffle(xy2, zw2, 1, 3))
}

/** @param direction 1 turns, −1 turns back. */
export function turn(at: usize, position: usize, rotations: usize, SEQ: i32, rotary: i32, direction: f32): void {
  const half = (<usize>rotary) << 3
  for (let t = 0; t < SEQ; t++) {
    for (let i: usize = 0; i < half; i += 16) {
      const cos = v128.load32_splat(rotations + (i >> 2))
      const sin = f32x4.mul(v128.load32_splat(rotations + ((half + i) >> 2)), f32x4.splat(direction))
      const a = v128.load(at + i)
      const b = v128.load(at + half + i)
      v128.store(at + i, f32x4.sub(f32x4.mul(a, cos), f32x4.mul(b, sin)))
      v128.store(at + half + i, f32x4.add(f32x4.mul(b, cos), f32x4.mul(a, sin)))
    }
    rotations += half >> 1
    at += position
  }
}
