/** Causal attention by tf.js's own gradients. */
import * as tf from '@tensorflow/tfjs'
import type { ModelShape } from '@/core/model/family'
import { createRotation } from './rotary'

/** As {@link Ops.causalAttention}. */
type CausalAttention = (qkv: tf.Tensor3D, heads: number, rotaryChannels?: number) => tf.Tensor3D

/** Makes the mask and, when they are first needed, the rotations: all layers share them. */
export function createAttention({ seqLen, width }: ModelShape): CausalAttention {
  /** 0 on and below the diagonal, −10⁹ above: (S, S). */
  const causalMask = tf.tensor2d(
    Float32Array.from({ length: seqLen * seqLen }, (_, i) =>
      i % seqLen <= Math.floor(i / seqLen) ? 0 : -1e9,
    ),
    [seqLen, seqLen],
  )
  const rotations = new Map<number, (x: tf.Tensor4D) => tf.Tensor4D>()
  function rotationOf(headWidth: number, channels: number): (x: tf.Tensor4D) => tf.Tensor4D {
    if (channels === 0) return (x) => x
    const rotation = rotations.get(channels) ?? createRotation(seqLen, headWidth, channels)
    rotations.set(channels, rotation)
    return rotation
  }

  return (qkv, heads, rotaryChannels = 0) => {
    const [members, rows] = qkv.shape
    const strings = (members * rows) / seqLen
    const headWidth = width / heads
    // (M·B, S, 3H, D/H) → (M·B, 3H, S, D/H), then q, k and v are thirds: a rank-4 transpose, as rank 5 is five times slower on wasm.
    const packed = tf.transpose(tf.reshape(qkv, [strings, seqLen, 3 * heads, headWidth]), [0, 2, 1, 3])
    const [q, k, v] = tf.split(packed, 3, 1) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]
    const rotate = rotationOf(headWidth, rotaryChannels)
    const [query, key] = [rotate(q), rotate(k)]
    // Scaled before the product: q is smaller than the scores.
    const scores = tf.add(tf.matMul(tf.mul(query, 1 / Math.sqrt(headWidth)), key, false, true), causalMask)
    const mixed = tf.matMul(tf.softmax(scores), v)
    return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [members, rows, width])
  }
}
