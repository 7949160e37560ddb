/** tf.customGrad with types: a function of tensors, and its gradient from what it saved. */
import * as tf from '@tensorflow/tfjs'

interface WithGradient {
  readonly value: tf.Tensor
  /** Tensors that the gradient needs; the tape keeps them until then. */
  readonly saved: readonly tf.Tensor[]
  /** Gradients of the inputs, in their order. */
  gradient(dy: tf.Tensor3D, saved: readonly tf.Tensor3D[]): tf.Tensor[]
}

export function withGradient<Inputs extends tf.Tensor[]>(
  compute: (...inputs: Inputs) => WithGradient,
): (...inputs: Inputs) => tf.Tensor3D {
  return (...inputs) => {
    // tf.customGrad hands the function its inputs back, then `save`.
    const differentiable = tf.customGrad((...args) => {
      const { value, saved, gradient } = compute(...inputs)
      const save = args.at(-1) as tf.GradSaveFunc
      save([...saved])
      return {
        value,
        gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => gradient(dy as tf.Tensor3D, kept as tf.Tensor3D[]),
      }
    })
    return differentiable(...inputs) as tf.Tensor3D
  }
}
