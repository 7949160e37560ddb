/** The functions between two layers of an MLP. */
import * as tf from '@tensorflow/tfjs'
import { withGradient } from '../custom-gradient'

/** GELU as in GPT-2: ½x(1 + tanh(A(x + B·x³))) (Hendrycks & Gimpel 2016). */
const GELU_A = Math.sqrt(2 / Math.PI)
const GELU_B = 0.044715

/** x·σ(2u) with u = A(x + B·x³), which is ½x(1 + tanh u): no tanh, which is 20 times slower on wasm than a sigmoid. */
export const gelu = withGradient((x: tf.Tensor3D) => {
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
export const swiglu = withGradient((x: tf.Tensor3D) => {
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
