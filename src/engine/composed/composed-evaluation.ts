/** What a population predicts for any strings under its present parameters, pass after pass. */
import * as tf from '@tensorflow/tfjs'
import type { ModelShape } from '@/core/model/family'
import { passes } from '../contract/evaluation-passes'
import type { PopulationTrainer } from '../contract/trainer'
import { type ComposedBatch, createBatch, disposeBatch } from './composed-batch'
import type { ComposedModel } from './composed-model'

/** Strings a member per pass: bounds the memory that code lengths take. */
const PASS_STRINGS = 512
/** Logits of all members in one pass. */
const PASS_LOGITS = 2 ** 21

/**
 * @param parameters gives them as they are when a pass begins.
 * @param download reads a tensor and disposes of it.
 */
export function createComposedEvaluation(
  model: ComposedModel,
  shape: ModelShape,
  parameters: () => readonly tf.Tensor3D[],
  download: (tensor: tf.Tensor) => Promise<Float32Array>,
): Pick<PopulationTrainer, 'codeLengths' | 'predictions'> {
  const { seqLen, vocab } = shape

  function runPass(
    tokens: readonly Int32Array[],
    strings: number,
    compute: (batch: ComposedBatch) => tf.Tensor,
  ): Promise<Float32Array> {
    const batch = createBatch(shape, tokens, strings)
    const result = tf.tidy(() => compute(batch))
    disposeBatch(batch)
    return download(result)
  }

  return {
    async codeLengths(tokens) {
      const lengths = tokens.map((own) => new Float64Array(own.length / seqLen))
      for (const { from, part, most } of passes(tokens, seqLen, PASS_STRINGS)) {
        // (M, strings)
        const sums = await runPass(part, most, (batch) =>
          tf.sum(tf.reshape(model.codeLengths(parameters(), batch), [tokens.length, most, seqLen]), 2),
        )
        part.forEach((own, m) => {
          const strings = own.length / seqLen
          if (strings > 0) lengths[m]!.set(sums.subarray(m * most, m * most + strings), from)
        })
      }
      return lengths
    },

    async predictions(tokens, visit) {
      const size = seqLen * vocab
      const strings = Math.max(1, Math.floor(PASS_LOGITS / (tokens.length * size)))
      for (const { from, part, most } of passes(tokens, seqLen, strings)) {
        const logits = await runPass(part, most, (batch) => model.logits(parameters(), batch))
        part.forEach((own, m) => {
          for (let n = 0; n < own.length / seqLen; n++) {
            const at = (m * most + n) * size
            visit(m, from + n, logits.subarray(at, at + size))
          }
        })
      }
    },
  }
}
