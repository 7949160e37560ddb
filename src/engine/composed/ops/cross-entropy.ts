/** The loss of every row. */
import * as tf from '@tensorflow/tfjs'
import { withGradient } from '../custom-gradient'

/** −ln softmax(logits)[target], (M, R, 1); its gradient is softmax − one-hot. @param targets (M, R, V) one-hot. */
export const negativeLogLikelihood = (logits: tf.Tensor3D, targets: tf.Tensor3D): tf.Tensor3D =>
  withGradient((logits: tf.Tensor3D) => {
    const shifted = tf.sub(logits, tf.max(logits, -1, true))
    const exponentials = tf.exp(shifted)
    const total = tf.sum(exponentials, -1, true)
    const picked = tf.sum(tf.mul(shifted, targets), -1, true)
    return {
      value: tf.sub(tf.log(total), picked),
      saved: [exponentials, total],
      gradient: (dy, [exponentials, total]) => [tf.mul(tf.sub(tf.div(exponentials!, total!), targets), dy)],
    }
  })(logits)
