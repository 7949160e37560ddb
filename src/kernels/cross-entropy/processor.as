/** The programs of programs.ts on the processor, row by row. Buffers and sizes are named as in the WGSL; reference.ts has the formulas. */
import { scratch } from '../kit/memory.as'
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
  const step = (<usize>VOCAB) << 2
  const exponentials = scratch(step + 16)
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = table + ((<usize>m) << 4)
    const count = load<i32>(member, 4)
    const first = load<i32>(member)
    for (let row = first; row < first + count; row++) {
      const from = logits + <usize>row * step
      let top = lowest
      for (let v = 0; v < VOCAB; v += 4) {
        const value = v128.load(from + ((<usize>v) << 2))
        top = f32x4.max(top, v128.bitselect(value, lowest, firstLanes(VOCAB - v)))
      }
      const largest = max4(top)
      let sums = f32x4.splat(0)
      for (let v = 0; v < VOCAB; v += 4) {
        const at = (<usize>v) << 2
        const value = exp4(f32x4.sub(v128.load(from + at), f32x4.splat(largest)))
        v128.store(exponentials + at, value)
        sums = f32x4.add(sums, v128.and(value, firstLanes(VOCAB - v)))
      }
      const total = sum4(sums)
      const target = load<usize>(targets + ((<usize>row) << 2)) << 2
      store<f32>(nats + ((<usize>row) << 2), Mathf.log(total) + (largest - load<f32>(from + target)))
      if (dlogits) {
        const to = dlogits + <usize>row * step
        const scale = f32x4.splat(1 / (total * <f32>count))
        for (let v = 0; v < VOCAB; v += 4) {
          const at = (<usize>v) << 2
          store4(to + at, f32x4.mul(v128.load(exponentials + at), scale), VOCAB - v)
        }
        store<f32>(to + target, load<f32>(to + target) - 1 / <f32>count)
      }
    }
  }
}
