/** How strings become a model's inputs and targets, for every path that writes them on the host. */
import { bosToken, type ModelShape } from '@/core/model/family'

/**
 * Writes one member's rows: at each position t of a string the model is given x_{t−1}, BOS first, and asked for x_t. The kernel
 * `batch.fetch` writes the same on the device.
 * @param tokens (N, S) token ids of whole strings. @param inputs, @param targets (N·S) or longer.
 */
export function writeRows(
  { vocab, seqLen }: ModelShape,
  tokens: Int32Array,
  inputs: Int32Array | Uint32Array,
  targets: Int32Array | Uint32Array,
): void {
  const bos = bosToken(vocab)
  for (const [row, token] of tokens.entries()) {
    inputs[row] = row % seqLen === 0 ? bos : tokens[row - 1]!
    targets[row] = token
  }
}
