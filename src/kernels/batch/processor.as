/**
 * batch.fetch on the processor: inputs and targets of a step, from the strings that each member trains on.
 *
 * Formula:
 *   chosen      = shuffled(step, B, b, N, key) (shuffle.as), or b where the batch is all strings
 *   targets[b]  = tokens[0 … S − 1] of string `chosen`
 *   inputs[b]   = BOS, tokens[0 … S − 2] of it
 * Shapes:          as in fetch.wesl: dataset, tokens of all members end to end; sources and state (members), a record each; inputs,
 *                  targets (rows).
 * One call:        all strings of all members, one after the other.
 * Limits:          step, B and N below 2²⁴, B ≤ N. Padding rows are not written.
 * Reference:       fetchBatchReference in reference.ts.
 */
import { bytesOf, elementAt, Member, recordAt, State } from '../kit/records.as'
import { shuffled } from './shuffle.as'

/** Where one member's strings are, and in which order they come. */
@unmanaged
class Source {
  firstToken: u32
  strings: u32
  /** Key of the order. */
  key: u32
  /** Whether the batch is all strings, in order. */
  whole: u32
}

export function batch_fetch(
  table: usize,
  dataset: usize,
  sources: usize,
  state: usize,
  inputs: usize,
  targets: usize,
  SEQ_LEN: u32,
  BOS: u32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const source = recordAt<Source>(sources, m - MEMBERS_AT)
    const step = <u32>recordAt<State>(state, m - MEMBERS_AT).steps
    const batch = <u32>member.rows / SEQ_LEN
    for (let b: u32 = 0; b < batch; b++) {
      const chosen = source.whole ? b : shuffled(step, batch, b, source.strings, source.key)
      let from = elementAt(dataset, source.firstToken + chosen * SEQ_LEN)
      let at = bytesOf(member.firstRow + b * SEQ_LEN)
      for (let t: u32 = 0; t < SEQ_LEN; t++) {
        store<u32>(targets + at, load<u32>(from))
        store<u32>(inputs + at, t === 0 ? BOS : load<u32>(from - 4))
        from += 4
        at += 4
      }
    }
  }
}
