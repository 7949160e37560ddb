/** A population's forward pass and gradients on composed tf.js ops and tf.js's tape. */
import * as tf from '@tensorflow/tfjs'
import { familyById } from '@/core/model/families'
import type { ModelShape, ParameterSpec } from '@/core/model/family'
import { forwardById } from '../families'
import type { ComposedTraits } from './composed-backend'
import type { ComposedBatch } from './composed-batch'
import { createComposedOps } from './composed-ops'

export interface ComposedModel {
  readonly parameters: readonly ParameterSpec[]
  /** (M, R) nats: what each target token costs. */
  codeLengths(values: readonly tf.Tensor3D[], batch: ComposedBatch): tf.Tensor2D
  /** (M, R, V), before the softmax. */
  logits(values: readonly tf.Tensor3D[], batch: ComposedBatch): tf.Tensor3D
  /** Mean loss of each member's batch, (M) nats per token, and its gradient for every parameter. */
  lossAndGradients(
    values: readonly tf.Tensor3D[],
    batch: ComposedBatch,
  ): { readonly memberLoss: tf.Tensor1D; readonly gradients: readonly tf.Tensor3D[] }
}

/** How a parameter lies in memory: the member axis first, and vectors with a row axis, so that they broadcast over (M, R, n). */
export function memberShape(spec: ParameterSpec, members: number): [number, number, number] {
  const [rows, columns] = spec.shape.length === 1 ? [1, spec.shape[0]!] : [spec.shape[0]!, spec.shape[1]!]
  return [members, rows, columns]
}

export function createComposedModel(
  familyId: string,
  shape: ModelShape,
  traits: ComposedTraits,
): ComposedModel {
  const { forward } = forwardById(familyId)
  const parameters = familyById(familyId).parameters(shape)

  function opsOver(values: readonly tf.Tensor3D[], batch: ComposedBatch) {
    const byName = new Map(parameters.map(({ name }, p) => [name, values[p]!]))
    return createComposedOps(byName, batch, shape, traits)
  }

  const codeLengths = (values: readonly tf.Tensor3D[], batch: ComposedBatch): tf.Tensor2D =>
    tf.tidy(() => forward(opsOver(values, batch), shape))

  return {
    parameters,
    codeLengths,
    logits: (values, batch) =>
      tf.tidy(() => {
        const ops = opsOver(values, batch)
        return forward({ ...ops, crossEntropy: ops.logits }, shape)
      }),
    lossAndGradients: (values, batch) =>
      tf.tidy(() => {
        let memberLoss: tf.Tensor1D | undefined
        const { grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
          const nats = codeLengths(inputs as tf.Tensor3D[], batch)
          memberLoss = tf.keep(tf.sum(tf.mul(nats, batch.weights), 1))
          // The sum mixes no gradients: each member's loss depends on its own parameters alone.
          return tf.sum(memberLoss)
        })([...values])
        return { memberLoss: memberLoss!, gradients: grads as tf.Tensor3D[] }
      }),
  }
}
