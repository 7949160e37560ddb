/** Strings of all members in pieces that are evaluated one after another, so that memory stays bounded. */
export interface EvaluationPass {
  /** Index of the first string of this pass in each member's list. */
  readonly from: number
  /** For each member (n, S) token ids, n at most `most`, and 0 where it has no more. */
  readonly part: readonly Int32Array[]
  readonly most: number
}

/** @param tokens for each member (N, S) token ids. @param strings of one member in one pass, at most. */
export function passes(tokens: readonly Int32Array[], seqLen: number, strings: number): EvaluationPass[] {
  const longest = Math.max(0, ...tokens.map((own) => own.length / seqLen))
  return Array.from({ length: Math.ceil(longest / strings) }, (_, i) => {
    const from = i * strings
    const most = Math.min(strings, longest - from)
    return { from, most, part: tokens.map((own) => own.subarray(from * seqLen, (from + most) * seqLen)) }
  })
}
