/** Norms of rows, before their gain and bias. */
import * as tf from '@tensorflow/tfjs'
import { NORM_EPSILON } from '@/core/model/transformer'
import { withGradient } from '../custom-gradient'

/** (x − μ)/√(σ² + ε) per row. */
export const standardize = withGradient((x: tf.Tensor3D) => {
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
export const divideByRms = withGradient((x: tf.Tensor3D) => {
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
