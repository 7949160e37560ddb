/**
 * Ops over plain tf.js tensors, differentiable by its tape on webgpu, webgl, wasm and cpu: the path that runs everywhere, and the
 * reference for faster ones. Only kernels that all four backends have; gathers are one-hot products, because their gradient
 * (UnsortedSegmentSum) is missing on wasm. Several ops bring their own gradient: fewer tape nodes, and products without transposed
 * operands, which tf.js wasm computes ten times slower than plain ones (measured: 1.5 against 15 GFLOP/s).
 */
import * as tf from '@tensorflow/tfjs'
import type { ModelShape } from '@/core/model/family'
import type { Ops } from '../contract/ops'
import type { ComposedTraits } from './composed-backend'
import type { ComposedBatch } from './composed-batch'
import { createAttention } from './ops/attention'
import { negativeLogLikelihood } from './ops/cross-entropy'
import { gelu, swiglu } from './ops/nonlinear'
import { divideByRms, standardize } from './ops/norm'
import { addBias, createProducts, scale, swap } from './ops/product'

interface ComposedOps extends Ops<tf.Tensor3D, tf.Tensor2D> {
  /** What cross-entropy starts from, (M, R, V). */
  logits(x: tf.Tensor3D, unembedding: string): tf.Tensor3D
}

/** @param parameters by name: matrices (M, in, out), vectors (M, 1, n). */
export function createComposedOps(
  parameters: ReadonlyMap<string, tf.Tensor3D>,
  batch: Pick<ComposedBatch, 'inputs' | 'targets'>,
  shape: ModelShape,
  traits: ComposedTraits,
): ComposedOps {
  const { vocab } = shape
  const { product, lookUp } = createProducts(traits)
  const causalAttention = createAttention(shape)
  const parameter = (name: string): tf.Tensor3D => {
    const tensor = parameters.get(name)
    if (!tensor) throw new RangeError(`no parameter "${name}"`)
    return tensor
  }

  /** The batch's inputs without their positions: (M, R, V+1). */
  const tokensAlone = (): tf.Tensor3D => tf.slice(batch.inputs, [0, 0, 0], [-1, -1, vocab + 1])

  function logits(x: tf.Tensor3D, unembedding: string): tf.Tensor3D {
    const rows = parameter(unembedding)
    const head = rows.shape[1] === vocab ? rows : tf.slice(rows, [0, 0, 0], [-1, vocab, -1])
    return product(x, swap(head))
  }

  return {
    embed: (tokens, positions) =>
      positions === undefined
        ? lookUp(tokensAlone(), parameter(tokens))
        : lookUp(batch.inputs, tf.concat([parameter(tokens), parameter(positions)], 1)),

    layerNorm: (x, gain, bias) => ({
      normed: addBias(scale(standardize(x), parameter(gain)), parameter(bias)),
      residual: x,
    }),

    rmsNorm: (x, gain) => ({ normed: scale(divideByRms(x), parameter(gain)), residual: x }),

    linear(x, weight, { bias, epilogue, residual } = {}) {
      let y = product(x, parameter(weight))
      if (bias) y = addBias(y, parameter(bias))
      if (epilogue === 'gelu') y = gelu(y)
      if (epilogue === 'swiglu') y = swiglu(y)
      return residual ? tf.add(y, residual) : y
    },

    causalAttention,

    logits,

    crossEntropy: (x, unembedding) =>
      tf.squeeze(negativeLogLikelihood(logits(x, unembedding), batch.targets), [-1]),
  }
}
