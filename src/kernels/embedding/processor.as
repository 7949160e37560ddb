/** The programs of programs.ts on the processor. Buffers and sizes are named as in the WGSL; reference.ts has the formulas. */
import { Optional } from '../kit/optional.as'
import { addAll, store4 } from '../kit/simd.as'

export function embedding_forward(
  table: usize,
  params: usize,
  inputs: usize,
  x: usize,
  tokens: usize,
  positions: Optional<usize>,
  PARAM_STRIDE: usize,
  WIDTH: i32,
  SEQ_LEN: i32,
  POSITIONS: bool,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const step = (<usize>WIDTH) << 2
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = table + ((<usize>m) << 4)
    const own = params + ((<usize>(m - MEMBERS_AT) * PARAM_STRIDE) << 2)
    const first = load<i32>(member)
    const count = load<i32>(member, 4)
    for (let r = 0; r < count; r++) {
      const row = <usize>(first + r)
      const token = own + (tokens << 2) + load<usize>(inputs + (row << 2)) * step
      const position = own + (positions << 2) + <usize>(r % SEQ_LEN) * step
      for (let d = 0; d < WIDTH; d += 4) {
        const at = (<usize>d) << 2
        const value = v128.load(token + at)
        const sum = POSITIONS ? f32x4.add(value, v128.load(position + at)) : value
        store4(x + row * step + at, sum, WIDTH - d)
      }
    }
  }
}

export function embedding_backward(
  table: usize,
  inputs: usize,
  dx: usize,
  partials: usize,
  tokens: usize,
  positions: Optional<usize>,
  PARAM_STRIDE: usize,
  WIDTH: i32,
  VOCAB: i32,
  SEQ_LEN: i32,
  POSITIONS: bool,
  TIED: bool,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
): void {
  const step = (<usize>WIDTH) << 2
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = table + ((<usize>s) << 4)
    const member = table + ((<usize>(MEMBERS_AT + load<i32>(split))) << 4)
    const slot = partials + ((<usize>(s - SPLITS_AT) * PARAM_STRIDE) << 2)
    const symbols = slot + (tokens << 2)
    // Tied: the gradients of symbols as unembeddings stand there already; BOS is no unembedding.
    if (TIED) memory.fill(symbols + <usize>VOCAB * step, 0, step)
    else memory.fill(symbols, 0, <usize>(VOCAB + 1) * step)
    if (POSITIONS) memory.fill(slot + (positions << 2), 0, <usize>SEQ_LEN * step)
    const first = load<i32>(split, 4)
    for (let row = first; row < first + load<i32>(split, 8); row++) {
      const gradient = dx + <usize>row * step
      addAll(symbols + load<usize>(inputs + ((<usize>row) << 2)) * step, gradient, WIDTH)
      const position = <usize>((row - load<i32>(member)) % SEQ_LEN)
      if (POSITIONS) addAll(slot + (positions << 2) + position * step, gradient, WIDTH)
    }
  }
}
