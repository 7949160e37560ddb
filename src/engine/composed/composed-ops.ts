/**
 * Ops over plain tf.js tensors, differentiable by its tape on webgpu, webgl, wasm and cpu: the path that runs everywhere, and the
 * oracle for faster ones. Only kernels that all four backends have; gathers are one-hot products, because their gradient
 * (UnsortedSegmentSum) is missing on wasm. Several ops bring their own gradient: fewer tape nodes, and products without transposed
 * operands, which tf.js wasm computes ten times slower than plain ones (measured: 1.5 against 15 GFLOP/s).
 */
import * as tf from '@tensorflow/tfjs'
import type { ModelShape } from '@/core/model/family'
import { NORM_EPSILON } from '@/core/model/transformer'
import type { Ops } from '../contract/ops'
import type { ComposedBatch } from './composed-batch'
import { withGradient } from './custom-gradient'
import { createRotation } from './rotary'

/** What suits a backend. */
export interface ComposedTraits {
  /** Transpose first, then multiply: faster on wasm; elsewhere the product takes a transposed operand for free. */
  readonly explicitTranspose: boolean
}

/** GELU as in GPT-2: ½x(1 + tanh(A(x + B·x³))) (Hendrycks & Gimpel 2016). */
const GELU_A = Math.sqrt(2 / Math.PI)
const GELU_B = 0.044715

/** The ops, and what cross-entropy starts from: (M, R, V). */
interface ComposedOps extends Ops<tf.Tensor3D, tf.Tensor2D> {
  logits(x: tf.Tensor3D, unembedding: string): tf.Tensor3D
}

/** @param parameters by name: matrices (M, in, out), vectors (M, 1, n). */
export function createComposedOps(
  parameters: ReadonlyMap<string, tf.Tensor3D>,
  batch: Pick<ComposedBatch, 'inputs' | 'targets'>,
  shape: ModelShape,
  traits: ComposedTraits,
): ComposedOps {
  const { seqLen, width, vocab } = shape
  const parameter = (name: string): tf.Tensor3D => {
    const tensor = parameters.get(name)
    if (!tensor) throw new RangeError(`no parameter "${name}"`)
    return tensor
  }

  const swap = (x: tf.Tensor3D): tf.Tensor3D => tf.transpose(x, [0, 2, 1])
  /** a·bᵀ */
  const timesTransposed = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D =>
    traits.explicitTranspose ? tf.matMul(a, swap(b)) : tf.matMul(a, b, false, true)
  /** aᵀ·b */
  const transposedTimes = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D =>
    traits.explicitTranspose ? tf.matMul(swap(a), b) : tf.matMul(a, b, true, false)
  /** Sum over rows, (M, R, n) → (M, 1, n): a product with ones, faster than a strided reduction. */
  const sumRows = (x: tf.Tensor3D): tf.Tensor3D => tf.matMul(tf.ones([x.shape[0], 1, x.shape[1]]), x)

  /** x·W, W (M, in, out). */
  const product = withGradient((x: tf.Tensor3D, weight: tf.Tensor3D) => ({
    value: tf.matMul(x, weight),
    saved: [x, weight],
    gradient: (dy, [x, weight]) => [timesTransposed(dy, weight!), transposedTimes(x!, dy)],
  }))

  const addBias = withGradient((x: tf.Tensor3D, bias: tf.Tensor3D) => ({
    value: tf.add(x, bias),
    saved: [],
    gradient: (dy) => [dy, sumRows(dy)],
  }))

  /** x·σ(2u) with u = A(x + B·x³), which is ½x(1 + tanh u): no tanh, which is 20 times slower on wasm than a sigmoid. */
  const gelu = withGradient((x: tf.Tensor3D) => {
    const gate = tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), 2 * GELU_A * GELU_B), 2 * GELU_A)))
    return {
      value: tf.mul(x, gate),
      saved: [x, gate],
      // (xσ(2u))′ = σ·(1 + x(1 − σ)·2u′), 2u′ = 2A(1 + 3B·x²)
      gradient: (dy, [x, gate]) => {
        const slope = tf.add(tf.mul(tf.square(x!), 6 * GELU_A * GELU_B), 2 * GELU_A)
        const inner = tf.add(tf.mul(tf.mul(x!, tf.sub(1, gate!)), slope), 1)
        return [tf.mul(dy, tf.mul(gate!, inner))]
      },
    }
  })

  /** silu(a)·b of the two halves of each row; silu(x) = x·σ(x). */
  const swiglu = withGradient((x: tf.Tensor3D) => {
    const [gate, value] = tf.split(x, 2, -1) as [tf.Tensor3D, tf.Tensor3D]
    const open = tf.sigmoid(gate)
    return {
      value: tf.mul(tf.mul(gate, open), value),
      saved: [gate, value, open],
      // (xσ)′ = σ·(1 + x(1 − σ))
      gradient: (dy, [gate, value, open]) => {
        const slope = tf.mul(open!, tf.add(tf.mul(gate!, tf.sub(1, open!)), 1))
        return [tf.concat([tf.mul(tf.mul(dy, value!), slope), tf.mul(dy, tf.mul(gate!, open!))], -1)]
      },
    }
  })

  /** (x − μ)/√(σ² + ε) per row. */
  const standardize = withGradient((x: tf.Tensor3D) => {
    const centred = tf.sub(x, tf.mean(x, -1, true))
    const inverseStd = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), NORM_EPSILON))
    const y = tf.mul(centred, inverseStd)
    return {
      value: y,
      saved: [y, inverseStd],
      // dx = (dy − mean(dy) − y·mean(dy·y))/σ
      gradient: (dy, [y, inverseStd]) => {
        const along = tf.mul(y!, tf.mean(tf.mul(dy, y!), -1, true))
        return [tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, -1, true)), along), inverseStd!)]
      },
    }
  })

  /** x/√(mean x² + ε) per row. */
  const divideByRms = withGradient((x: tf.Tensor3D) => {
    const inverseRms = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), NORM_EPSILON))
    const y = tf.mul(x, inverseRms)
    return {
      value: y,
      saved: [y, inverseRms],
      // dx = (dy − y·mean(dy·y))/rms
      gradient: (dy, [y, inverseRms]) => [
        tf.mul(tf.sub(dy, tf.mul(y!, tf.mean(tf.mul(dy, y!), -1, true))), inverseRms!),
      ],
    }
  })

  const scale = withGradient((x: tf.Tensor3D, gain: tf.Tensor3D) => ({
    value: tf.mul(x, gain),
    saved: [x, gain],
    gradient: (dy, [x, gain]) => [tf.mul(dy, gain!), sumRows(tf.mul(dy, x!))],
  }))

  /** Rows of the table: the batch is constant, so only the table has a gradient. */
  const lookUp = (oneHot: tf.Tensor3D, table: tf.Tensor3D): tf.Tensor3D =>
    withGradient((table: tf.Tensor3D) => ({
      value: tf.matMul(oneHot, table),
      saved: [oneHot],
      gradient: (dy, [oneHot]) => [transposedTimes(oneHot!, dy)],
    }))(table)
  /** The batch's inputs without their positions: (M, R, V+1). */
  const tokensAlone = (): tf.Tensor3D => tf.slice(batch.inputs, [0, 0, 0], [-1, -1, vocab + 1])

  /** −ln softmax(logits)[target]; its gradient is softmax − one-hot. */
  const negativeLogLikelihood = withGradient((logits: tf.Tensor3D) => {
    const shifted = tf.sub(logits, tf.max(logits, -1, true))
    const exponentials = tf.exp(shifted)
    const total = tf.sum(exponentials, -1, true)
    const picked = tf.sum(tf.mul(shifted, batch.targets), -1, true)
    return {
      value: tf.sub(tf.log(total), picked),
      saved: [exponentials, total],
      gradient: (dy, [exponentials, total]) => [
        tf.mul(tf.sub(tf.div(exponentials!, total!), batch.targets), dy),
      ],
    }
  })

  /** 0 on and below the diagonal, −10⁹ above: (S, S). */
  const causalMask = tf.tensor2d(
    Float32Array.from({ length: seqLen * seqLen }, (_, i) =>
      i % seqLen <= Math.floor(i / seqLen) ? 0 : -1e9,
    ),
    [seqLen, seqLen],
  )

  function logits(x: tf.Tensor3D, unembedding: string): tf.Tensor3D {
    const rows = parameter(unembedding)
    const head = rows.shape[1] === vocab ? rows : tf.slice(rows, [0, 0, 0], [-1, vocab, -1])
    return product(x, swap(head))
  }

  const rotations = new Map<number, (x: tf.Tensor4D) => tf.Tensor4D>()
  /** One for all layers. */
  function rotationOf(headWidth: number, channels: number): (x: tf.Tensor4D) => tf.Tensor4D {
    if (channels === 0) return (x) => x
    const rotation = rotations.get(channels) ?? createRotation(seqLen, headWidth, channels)
    rotations.set(channels, rotation)
    return rotation
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

    causalAttention(qkv, heads, rotaryChannels = 0) {
      const [members, rows] = qkv.shape
      const strings = (members * rows) / seqLen
      const headWidth = width / heads
      // (M·B, S, 3H, D/H) → (M·B, 3H, S, D/H), then q, k and v are thirds: a rank-4 transpose, as rank 5 is five times slower on wasm.
      const packed = tf.transpose(tf.reshape(qkv, [strings, seqLen, 3 * heads, headWidth]), [0, 2, 1, 3])
      const [q, k, v] = tf.split(packed, 3, 1) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]
      const turn = rotationOf(headWidth, rotaryChannels)
      const [query, key] = [turn(q), turn(k)]
      // Scaled before the product: q is smaller than the scores.
      const scores = tf.add(tf.matMul(tf.mul(query, 1 / Math.sqrt(headWidth)), key, false, true), causalMask)
      const mixed = tf.matMul(tf.softmax(scores), v)
      return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [members, rows, width])
    },

    logits,

    crossEntropy: (x, unembedding) => tf.squeeze(negativeLogLikelihood(logits(x, unembedding)), [-1]),
  }
}
