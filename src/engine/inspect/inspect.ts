/** What one model predicts for strings, whole and in part: the family's own forward pass, interpreted in float64. */
import type { ModelPart } from '@/core/model/parts'
import { forwardById } from '../families'
import { createInterpreter } from './interpreter'
import type { InspectedModel } from './model-weights'

export interface Prediction {
  /** (S, V) before the softmax. */
  readonly logits: Float64Array
  /** −ln p of each token, (S). */
  readonly nats: Float64Array
  /** For each layer (H, position + 1): how much each head looks at each input, BOS first, where it predicts the asked position's token. */
  readonly attention: readonly Float64Array[]
}

/**
 * @param tokens one string, of at most the model's S tokens. @param position whose attention is asked for.
 * @param without parts that are switched off.
 */
export function predict(
  model: InspectedModel,
  tokens: Int32Array,
  without: readonly ModelPart[] = [],
  position?: number,
): Prediction {
  const attention: Float64Array[] = []
  let logits: Float64Array = new Float64Array(0)
  const nats = run(model, {
    tokens,
    seqLen: tokens.length,
    without,
    ...(position !== undefined && {
      attention: { position, visit: (layer: number, weights: Float64Array) => (attention[layer] = weights) },
    }),
    onLogits: (found) => {
      logits = found
    },
  })
  return { logits, nats, attention }
}

/** Code lengths of whole strings. @param tokens (N, S). @returns (N) nats. */
export function stringNats(
  model: InspectedModel,
  tokens: Int32Array,
  without: readonly ModelPart[] = [],
): Float64Array {
  const { seqLen } = model.shape
  const nats = run(model, { tokens, seqLen, without })
  const result = new Float64Array(tokens.length / seqLen)
  nats.forEach((own, row) => {
    result[Math.floor(row / seqLen)]! += own
  })
  return result
}

const run = (
  model: InspectedModel,
  input: Omit<Parameters<typeof createInterpreter>[0], 'model'>,
): Float64Array => forwardById(model.family).forward(createInterpreter({ model, ...input }), model.shape)
