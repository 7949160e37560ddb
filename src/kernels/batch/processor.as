/** The program of programs.ts on the processor: the shuffle of core/data/batch-order.ts. Buffers and sizes are named as in the WGSL. */
import { mix32 } from '../kit/mix32.as'

export function batch_fetch(
  table: usize,
  dataset: usize,
  sources: usize,
  state: usize,
  inputs: usize,
  targets: usize,
  SEQ_LEN: u32,
  BOS: u32,
  MEMBERS_AT: u32,
  STRINGS_AT: u32,
): void {
  for (let m: u32 = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = table + ((<usize>m) << 4)
    const source = sources + ((<usize>(m - MEMBERS_AT)) << 4)
    const step = <u64>load<f32>(state + ((<usize>(m - MEMBERS_AT)) << 4))
    const count = <u64>load<u32>(source, 4)
    const batch = load<u32>(member, 4) / SEQ_LEN
    for (let b: u32 = 0; b < batch; b++) {
      const place = step * <u64>batch + <u64>b
      const key = mix32(load<u32>(source, 8) + <u32>(place / count))
      const whole = load<u32>(source, 12) !== 0
      const chosen = whole ? b : permute(<u32>(place % count), <u32>count, key)
      let from = dataset + ((<usize>(load<u32>(source) + chosen * SEQ_LEN)) << 2)
      let at = (<usize>(load<u32>(member) + b * SEQ_LEN)) << 2
      for (let t: u32 = 0; t < SEQ_LEN; t++) {
        store<u32>(targets + at, load<u32>(from))
        store<u32>(inputs + at, t === 0 ? BOS : load<u32>(from - 4))
        from += 4
        at += 4
      }
    }
  }
}

/** A Feistel network over the least power of four that holds `count`, walked until it lands inside. */
function permute(index: u32, count: u32, key: u32): u32 {
  const bits: u32 = 32 - clz<u32>(count - 1)
  const halfBits = max<u32>(1, (bits + 1) >> 1)
  const mask = ((<u32>1) << halfBits) - 1
  let value = index
  do {
    let left = value >> halfBits
    let right = value & mask
    for (let round: u32 = 0; round < 4; round++) {
      const next = left ^ (mix32(right ^ mix32(key + round)) & mask)
      left = right
      right = next
    }
    value = (left << halfBits) | right
  } while (value >= count)
  return value
}
