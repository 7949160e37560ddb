import type { Dataset } from './dataset'

/**
 * Symbols that only say which string is meant: those before which more than one string of the training set is still possible. No model can
 * know them, since nothing that it has read tells the strings apart; what it would take to know them is what `ceilingBits` leaves out.
 * @param strings those that are asked about: of the training set, or others.
 * @returns (N, S), flat: 1 where more than one training string begins with the symbols before this one.
 */
export function saysWhichString(
  training: Pick<Dataset, 'tokens' | 'seqLen'>,
  strings: Pick<Dataset, 'tokens' | 'seqLen'> = training,
): Uint8Array {
  const { seqLen } = training
  const beginnings = new Map<string, number>()
  forEachBeginning(training.tokens, seqLen, (beginning) => {
    beginnings.set(beginning, (beginnings.get(beginning) ?? 0) + 1)
  })
  const marks = new Uint8Array(strings.tokens.length)
  forEachBeginning(strings.tokens, seqLen, (beginning, at) => {
    marks[at] = (beginnings.get(beginning) ?? 0) > 1 ? 1 : 0
  })
  return marks
}

/** Calls back for every symbol with those before it. */
function forEachBeginning(
  tokens: Int32Array,
  seqLen: number,
  visit: (beginning: string, at: number) => void,
): void {
  let beginning = ''
  for (let at = 0; at < tokens.length; at++) {
    if (at % seqLen === 0) beginning = ''
    visit(beginning, at)
    beginning += String.fromCharCode(tokens[at]!)
  }
}
