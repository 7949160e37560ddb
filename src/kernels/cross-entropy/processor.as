/**
 * cross-entropy.forward and cross-entropy.gradient on the processor: the loss of each row, and the gradient of its member's mean loss by
 * the logits.
 *
 * Formula:
 *   nats    = −ln softmax(logits)[target]
 *   dlogits = (softmax(logits) − onehot(target)) / rows of the member's batch
 * Shapes:          as in forward.wesl: logits, dlogits (rows, VOCAB); targets, nats (rows). Without gradient dlogits is 0.
 * One call:        four rows at a time, so that a vector has the largest logits, the sums and the losses of four. A row's exponentials are kept
 *                  for its gradient. Behind a member's last row the last one is taken again: a row has the same bits whoever stands beside it.
 * Limits:          targets of real rows are below VOCAB. Padding rows are neither read nor written. A logit that is not finite makes its
 *                  row so.
 * Reference:       crossEntropyReference in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, Split } from '../kit/records.as'
import { firstLanes, ln4, LOG2_E, store4, sums4, twoToThe } from '../kit/simd.as'

export function cross_entropy_forward(
  table: usize,
  logits: usize,
  targets: usize,
  nats: usize,
  VOCAB: i32,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  rowsOf(table, logits, targets, nats, 0, VOCAB, SPLITS_AT, MEMBERS_AT, STRINGS_AT)
}

export function cross_entropy_gradient(
  table: usize,
  logits: usize,
  targets: usize,
  nats: usize,
  dlogits: usize,
  VOCAB: i32,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  rowsOf(table, logits, targets, nats, dlogits, VOCAB, SPLITS_AT, MEMBERS_AT, STRINGS_AT)
}

function rowsOf(
  table: usize,
  logits: usize,
  targets: usize,
  nats: usize,
  dlogits: usize,
  VOCAB: i32,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const rowBytes = bytesOf((VOCAB + 3) & ~3)
  const exponentials = scratch(4 * rowBytes)
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const batchRows = <f32>recordAt<Split>(table, SPLITS_AT + member.firstSplit).batchRows
    const last = member.firstRow + member.rows - 1
    for (let row = member.firstRow; row <= last; row += 4) {
      const row1 = min(row + 1, last)
      const row2 = min(row + 2, last)
      const row3 = min(row + 3, last)
      const a = rowAt(logits, row, VOCAB)
      const b = rowAt(logits, row1, VOCAB)
      const c = rowAt(logits, row2, VOCAB)
      const d = rowAt(logits, row3, VOCAB)
      const most = largestOf(largest(a, VOCAB), largest(b, VOCAB), largest(c, VOCAB), largest(d, VOCAB))
      const total = sums4(
        powers(a, i32x4.shuffle(most, most, 0, 0, 0, 0), exponentials, VOCAB),
        powers(b, i32x4.shuffle(most, most, 1, 1, 1, 1), exponentials + rowBytes, VOCAB),
        powers(c, i32x4.shuffle(most, most, 2, 2, 2, 2), exponentials + 2 * rowBytes, VOCAB),
        powers(d, i32x4.shuffle(most, most, 3, 3, 3, 3), exponentials + 3 * rowBytes, VOCAB),
      )
      const target0 = bytesOf(load<i32>(elementAt(targets, row)))
      const target1 = bytesOf(load<i32>(elementAt(targets, row1)))
      const target2 = bytesOf(load<i32>(elementAt(targets, row2)))
      const target3 = bytesOf(load<i32>(elementAt(targets, row3)))
      let own = v128.load32_zero(a + target0)
      own = v128.load32_lane(b + target1, own, 1)
      own = v128.load32_lane(c + target2, own, 2)
      own = v128.load32_lane(d + target3, own, 3)
      store4(elementAt(nats, row), f32x4.add(ln4(total), f32x4.sub(most, own)), last - row + 1)
      if (dlogits) {
        const scale = f32x4.div(f32x4.splat(1), f32x4.mul(total, f32x4.splat(batchRows)))
        const one: f32 = <f32>1 / batchRows
        const to = rowAt(dlogits, row, VOCAB)
        gradient(exponentials, i32x4.shuffle(scale, scale, 0, 0, 0, 0), to, to + target0, one, VOCAB)
        const to1 = rowAt(dlogits, row1, VOCAB)
        gradient(exponentials + rowBytes, i32x4.shuffle(scale, scale, 1, 1, 1, 1), to1, to1 + target1, one, VOCAB)
        const to2 = rowAt(dlogits, row2, VOCAB)
        gradient(exponentials + 2 * rowBytes, i32x4.shuffle(scale, scale, 2, 2, 2, 2), to2, to2 + target2, one, VOCAB)
        const to3 = rowAt(dlogits, row3, VOCAB)
        gradient(exponentials + 3 * rowBytes, i32x4.shuffle(scale, scale, 3, 3, 3, 3), to3, to3 + target3, one, VOCAB)
      }
    }
  }
}

/** Bytes of a row before its last vector, which may have lanes behind the row. */
@inline
function fullBytes(VOCAB: i32): usize {
  return bytesOf((VOCAB - 1) & ~3)
}

/** The largest of each fourth logit. What is not a number is passed over: it makes the sum so. */
@inline
function largest(from: usize, VOCAB: i32): v128 {
  const lowest = f32x4.splat(-Infinity)
  let most = lowest
  const end = from + fullBytes(VOCAB)
  for (; from < end; from += 16) most = f32x4.pmax(most, v128.load(from))
  return f32x4.pmax(most, v128.bitselect(v128.load(from), lowest, firstLanes(((VOCAB - 1) & 3) + 1)))
}

/** to = e^(logit − shift). @returns the sums of each fourth. */
@inline
function powers(from: usize, shift: v128, to: usize, VOCAB: i32): v128 {
  const factor = f32x4.splat(LOG2_E)
  let sum = f32x4.splat(0)
  const end = from + fullBytes(VOCAB)
  for (; from < end; from += 16) {
    const value = twoToThe(f32x4.mul(f32x4.sub(v128.load(from), shift), factor))
    v128.store(to, value)
    sum = f32x4.add(sum, value)
    to += 16
  }
  const value = twoToThe(f32x4.mul(f32x4.sub(v128.load(from), shift), factor))
  v128.store(to, value)
  return f32x4.add(sum, v128.and(value, firstLanes(((VOCAB - 1) & 3) + 1)))
}

/** to = scale · from, less `one` at `own`. */
@inline
function gradient(from: usize, scale: v128, to: usize, own: usize, one: f32, VOCAB: i32): void {
  const end = from + fullBytes(VOCAB)
  for (; from < end; from += 16) {
    v128.store(to, f32x4.mul(v128.load(from), scale))
    to += 16
  }
  store4(to, f32x4.mul(v128.load(from), scale), ((VOCAB - 1) & 3) + 1)
  store<f32>(own, load<f32>(own) - one)
}

/** The largest of each of four vectors. */
@inline
function largestOf(x: v128, y: v128, z: v128, w: v128): v128 {
  const xy = f32x4.pmax(i32x4.shuffle(x, y, 0, 4, 1, 5), i32x4.shuffle(x, y, 2, 6, 3, 7))
  const zw = f32x4.pmax(i32x4.shuffle(z, w, 0, 4, 1, 5), i32x4.shuffle(z, w, 2, 6, 3, 7))
  return f32x4.pmax(i64x2.shuffle(xy, zw, 0, 2), i64x2.shuffle(xy, zw, 1, 3))
}
