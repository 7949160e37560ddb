/** What one training step of a GPT-2 must do at the least, whoever does it: floating-point operations and bytes to and from memory. */

import type { BenchmarkModel } from '@/core/benchmark/models'
import { familyById } from '@/core/model/families'

export interface Work {
  readonly flop: number
  readonly bytes: number
}

/**
 * Operations: 2 per weight and row forward, 4 backward, over all matrices and the unembedding; attention's two products cost
 * 2·S·D each per row (half of it masked away), again thrice.
 * Bytes: each activation of a layer's seams is written once, read once forward and once backward, and its gradient written and read;
 * weights are read twice, their gradient written, and AdamW reads four buffers and writes three.
 */
export function stepWork({ shape, batch }: BenchmarkModel, members: number): Work {
  const { layers, width, vocab, seqLen } = shape
  const rows = batch * seqLen
  const params = familyById('gpt2').parameterCount(shape)
  const matrices = layers * 12 * width * width + vocab * width
  const attention = layers * 2 * seqLen * width
  // Per layer: two norms, q k v, attention, two sums, the MLP before and after GELU; then the last norm, the logits, the embedding.
  const activations = layers * (5 * width + 3 * width + 8 * width) + 2 * width + vocab
  return {
    flop: members * 3 * rows * (2 * matrices + attention),
    bytes: members * 4 * (5 * rows * activations + 10 * params),
  }
}
