/** Products with weights, and what is summed over rows for their gradients. */
import * as tf from '@tensorflow/tfjs'
import type { ComposedTraits } from '../composed-backend'
import { withGradient } from '../custom-gradient'

export interface Products {
  /** x·W, W (M, in, out). */
  product(x: tf.Tensor3D, weight: tf.Tensor3D): tf.Tensor3D
  /** Rows of the table, (M, n, D), that `oneHot`, (M, R, n), picks: the batch is constant, so only the table has a gradient. */
  lookUp(oneHot: tf.Tensor3D, table: tf.Tensor3D): tf.Tensor3D
}

export function createProducts({ explicitTranspose }: ComposedTraits): Products {
  /** a·bᵀ */
  const timesTransposed = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D =>
    explicitTranspose ? tf.matMul(a, swap(b)) : tf.matMul(a, b, false, true)
  /** aᵀ·b */
  const transposedTimes = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D =>
    explicitTranspose ? tf.matMul(swap(a), b) : tf.matMul(a, b, true, false)
  return {
    product: withGradient((x: tf.Tensor3D, weight: tf.Tensor3D) => ({
      value: tf.matMul(x, weight),
      saved: [x, weight],
      gradient: (dy, [x, weight]) => [timesTransposed(dy, weight!), transposedTimes(x!, dy)],
    })),
    lookUp: (oneHot, table) =>
      withGradient((table: tf.Tensor3D) => ({
        value: tf.matMul(oneHot, table),
        saved: [oneHot],
        gradient: (dy, [oneHot]) => [transposedTimes(oneHot!, dy)],
      }))(table),
  }
}

/** (M, a, b) → (M, b, a). */
export const swap = (x: tf.Tensor3D): tf.Tensor3D => tf.transpose(x, [0, 2, 1])

/** Sum over rows, (M, R, n) → (M, 1, n): a product with ones, faster than a strided reduction. */
const sumRows = (x: tf.Tensor3D): tf.Tensor3D => tf.matMul(tf.ones([x.shape[0], 1, x.shape[1]]), x)

/** x + b, b (M, 1, n). */
export const addBias = withGradient((x: tf.Tensor3D, bias: tf.Tensor3D) => ({
  value: tf.add(x, bias),
  saved: [],
  gradient: (dy) => [dy, sumRows(dy)],
}))

/** x·g, g (M, 1, n). */
export const scale = withGradient((x: tf.Tensor3D, gain: tf.Tensor3D) => ({
  value: tf.mul(x, gain),
  saved: [x, gain],
  gradient: (dy, [x, gain]) => [tf.mul(dy, gain!), sumRows(tf.mul(dy, x!))],
}))
