/**
 * cross-entropy.forward and cross-entropy.gradient on the processor: the loss of each row, and the gradient of its member's mean loss by
 * the logits.
 *
 * Formula:
 *   nats    = −ln softmax(logits)[target]
 *   dlogits = (softmax(logits) − onehot(target)) / rows of the member
 * Shapes:          as in forward.wesl: logits, dlogits (rows, VOCAB); targets, nats (rows). Without gradient dlogits is 0.
 * One call:        all rows one after the other, logits four at a time; a row's exponentials are kept for its gradient.
 * Limits:          targets of real rows are below VOCAB. Padding rows are neither read nor written. A logit that is not finite makes its
 *                  row so.
 * Reference:       crossEntropyReference in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { bytesOf, elementAt, Member, recordAt, rowAt } from '../kit/records.as'
import { exp4, firstLanes, max4, store4, sum4 } from '../kit/simd.as'

export function cross_entropy_forward(
  table: usize,
  logits: usize,
  targets: usize,
  nats: usize,
  VOCAB: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  rowsOf(table, logits, targets, nats, 0, VOCAB, MEMBERS_AT, STRINGS_AT)
}

export function cross_entropy_gradient(
  table: usize,
  logits: usize,
  targets: usize,
  nats: usize,
  dlogits: usize,
  VOCAB: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  rowsOf(table, logits, targets, nats, dlogits, VOCAB, MEMBERS_AT, STRINGS_AT)
}

function rowsOf(
  table: usize,
  logits: usize,
  targets: usize,
  nats: usize,
  dlogits: usize,
  VOCAB: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const lowest = f32x4.splat(-Infinity)
  const exponentials = scratch(bytesOf(VOCAB) + 16)
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const count = member.rows
    const first = member.firstRow
    for (let row = first; row < first + count; row++) {
      const from = rowAt(logits, row, VOCAB)
      let top = lowest
      for (let v = 0; v < VOCAB; v += 4) {
        const value = v128.load(elementAt(from, v))
        top = f32x4.max(top, v128.bitselect(value, lowest, firstLanes(VOCAB - v)))
      }
      const largest = max4(top)
      let sums = f32x4.splat(0)
      for (let v = 0; v < VOCAB; v += 4) {
        const at = bytesOf(v)
        const value = exp4(f32x4.sub(v128.load(from + at), f32x4.splat(largest)))
        v128.store(exponentials + at, value)
        sums = f32x4.add(sums, v128.and(value, firstLanes(VOCAB - v)))
      }
      const total = sum4(sums)
      const target = load<i32>(elementAt(targets, row))
      store<f32>(elementAt(nats, row), Mathf.log(total) + (largest - load<f32>(elementAt(from, target))))
      if (dlogits) {
        const to = rowAt(dlogits, row, VOCAB)
        const scale = f32x4.splat(1 / (total * <f32>count))
        for (let v = 0; v < VOCAB; v += 4) {
          const at = bytesOf(v)
          store4(to + at, f32x4.mul(v128.load(exponentials + at), scale), VOCAB - v)
        }
        const own = elementAt(to, target)
        store<f32>(own, load<f32>(own) - 1 / <f32>count)
      }
    }
  }
}
