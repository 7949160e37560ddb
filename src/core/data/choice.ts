/** Which of a dataset's strings is meant: what the first symbols of a string are spent on, and no model can know. */
import type { Dataset } from './dataset'

/**
 * The bits by which each symbol of a string narrows down which string of the dataset it is: log2(c_t / c_t+1), where c_t of the N strings begin with
 * its first t symbols. They sum to log2(N / c) for a string that is there c times, which is what the ceiling leaves out.
 * @param tokens of one string. From its first symbol on that no string of the dataset has there, nothing is narrowed down.
 */
export function choiceBits(
  { tokens: all, count, seqLen }: Pick<Dataset, 'tokens' | 'count' | 'seqLen'>,
  tokens: ArrayLike<number>,
): Float64Array {
  const bits = new Float64Array(tokens.length)
  let alike = Array.from({ length: count }, (_, n) => n)
  for (let t = 0; t < tokens.length && alike.length > 1; t++) {
    const still = alike.filter((n) => all[n * seqLen + t] === tokens[t])
    if (still.length > 0) bits[t] = Math.log2(alike.length / still.length)
    alike = still
  }
  return bits
}

/**
 * Symbols that say which string is meant: those that narrow it down. No model can be sure of them, since nothing that it has read tells the
 * strings apart. Drawn as unknown they would look like a failure.
 * @param strings those that are asked about: of the training set, or others.
 * @returns (N, S), flat: 1 where {@link choiceBits} is above 0.
 */
export function saysWhichString(
  training: Pick<Dataset, 'tokens' | 'count' | 'seqLen'>,
  strings: Pick<Dataset, 'tokens' | 'seqLen'> = training,
): Uint8Array {
  const { tokens } = strings
  const marks = new Uint8Array(tokens.length)
  for (let from = 0; from < tokens.length; from += strings.seqLen)
    for (const [t, bits] of choiceBits(training, tokens.subarray(from, from + strings.seqLen)).entries())
      if (bits > 0) marks[from + t] = 1
  return marks
}
