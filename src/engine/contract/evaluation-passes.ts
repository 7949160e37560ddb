/** Evaluations in passes, one after another, so that their memory stays bounded. */
export interface EvaluationPass {
  /** Index of the first string of this pass in each member's list. */
  readonly from: number
  /** Strings of each member in this pass, (n, S) token ids: n is at most `most`, and 0 for a member that has no more. */
  readonly part: readonly Int32Array[]
  readonly most: number
}

/**
 * Splits the strings of all members into passes.
 * @param tokens for each member (N, S) token ids. @param strings the most of one member in one pass.
 */
export function passes(tokens: readonly Int32Array[], seqLen: number, strings: number): EvaluationPass[] {
  const longest = Math.max(0, ...tokens.map((own) => own.length / seqLen))
  return Array.from({ length: Math.ceil(longest / strings) }, (_, i) => {
    const from = i * strings
    const most = Math.min(strings, longest - from)
    return { from, most, part: tokens.map((own) => own.subarray(from * seqLen, (from + most) * seqLen)) }
  })
}
