/**
 * embedding.forward and embedding.backward on the processor: the embedding of tokens, and of positions where they are learned.
 *
 * Formula:
 *   x[r] = tokens[inputs[r]] (+ positions[(r − first row of the member) mod SEQ_LEN], where POSITIONS)
 *   dtokens[v]    = Σ dx[r] over the split's real rows r with inputs[r] = v   (+ what is there, where TIED and v is a symbol)
 *   dpositions[p] = Σ dx[r] over those at position p, where POSITIONS
 * Shapes:          as in forward.wesl and backward.wesl: inputs (rows); x, dx (rows, WIDTH); the tables tokens (VOCAB + 1, WIDTH) and
 *                  positions (SEQ_LEN, WIDTH) in params and, of each split, in partials.
 * One call:        all rows one after the other, columns four at a time.
 * Limits:          ids of real rows are at most VOCAB. Padding rows are neither read nor written.
 * Reference:       embeddingReference and embeddingBackwardReference in reference.ts.
 */
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, Split } from '../kit/records.as'
import { addAll, store4 } from '../kit/simd.as'

export function embedding_forward(
  table: usize,
  params: usize,
  inputs: usize,
  x: usize,
  tokens: i32,
  positions: Optional<i32>,
  PARAM_STRIDE: i32,
  WIDTH: i32,
  SEQ_LEN: i32,
  POSITIONS: bool,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const own = rowAt(params, m - MEMBERS_AT, PARAM_STRIDE)
    const first = member.firstRow
    const count = member.rows
    for (let r = 0; r < count; r++) {
      const row = first + r
      const token = rowAt(elementAt(own, tokens), load<i32>(elementAt(inputs, row)), WIDTH)
      const position = rowAt(elementAt(own, positions), r % SEQ_LEN, WIDTH)
      const to = rowAt(x, row, WIDTH)
      for (let d = 0; d < WIDTH; d += 4) {
        const at = bytesOf(d)
        const value = v128.load(token + at)
        const sum = POSITIONS ? f32x4.add(value, v128.load(position + at)) : value
        store4(to + at, sum, WIDTH - d)
      }
    }
  }
}

export function embedding_backward(
  table: usize,
  inputs: usize,
  dx: usize,
  partials: usize,
  tokens: i32,
  positions: Optional<i32>,
  PARAM_STRIDE: i32,
  WIDTH: i32,
  VOCAB: i32,
  SEQ_LEN: i32,
  POSITIONS: bool,
  TIED: bool,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
): void {
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = recordAt<Split>(table, s)
    const member = recordAt<Member>(table, MEMBERS_AT + split.member)
    const slot = rowAt(partials, s - SPLITS_AT, PARAM_STRIDE)
    const symbolSums = elementAt(slot, tokens)
    const positionSums = elementAt(slot, positions)
    // Tied: the gradients of symbols as unembeddings stand there already; BOS is no unembedding.
    if (TIED) memory.fill(rowAt(symbolSums, VOCAB, WIDTH), 0, bytesOf(WIDTH))
    else memory.fill(symbolSums, 0, bytesOf((VOCAB + 1) * WIDTH))
    if (POSITIONS) memory.fill(positionSums, 0, bytesOf(SEQ_LEN * WIDTH))
    const first = split.firstRow
    for (let row = first; row < first + split.rows; row++) {
      const gradient = rowAt(dx, row, WIDTH)
      addAll(rowAt(symbolSums, load<i32>(elementAt(inputs, row)), WIDTH), gradient, WIDTH)
      if (POSITIONS) addAll(rowAt(positionSums, (row - member.firstRow) % SEQ_LEN, WIDTH), gradient, WIDTH)
    }
  }
}
