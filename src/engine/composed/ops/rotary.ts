/**
 * Rotary positions on tensors (Su et al. 2021, arXiv 2104.09864, eq. 34): x∘cos + (x·J)∘sin, where J swaps the channels of each pair
 * (i, i + r/2), with a minus for the first. Written with a product because slices and their gradients cost more kernels. Turning is
 * orthogonal, so the gradient turns back: the same with −sin.
 */
import * as tf from '@tensorflow/tfjs'
import { ROTARY_BASE } from '@/core/model/transformer'
import { withGradient } from '../custom-gradient'

/** @returns turns rows (…, S, W) of q or k by their positions: the first `channels` of W. */
export function createRotation(
  seqLen: number,
  headWidth: number,
  channels: number,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const half = channels / 2
  const angle = (position: number, channel: number): number =>
    channel < channels ? position * ROTARY_BASE ** (-(channel % half) / half) : 0
  const overRows = (value: (angle: number) => number): tf.Tensor3D =>
    tf.tensor3d(
      Float32Array.from({ length: seqLen * headWidth }, (_, i) =>
        value(angle(Math.floor(i / headWidth), i % headWidth)),
      ),
      [1, seqLen, headWidth],
    )
  const [cosines, sines] = [overRows(Math.cos), overRows(Math.sin)]
  const pairs = tf.buffer<tf.Rank.R3>([1, headWidth, headWidth])
  for (let i = 0; i < half; i++) {
    pairs.set(-1, 0, half + i, i)
    pairs.set(1, 0, i, half + i)
  }
  const swap = pairs.toTensor()

  const turned = (x: tf.Tensor3D, cosines: tf.Tensor3D, sines: tf.Tensor3D, swap: tf.Tensor3D): tf.Tensor => {
    const swapped = tf.reshape(tf.matMul(tf.reshape(x, [1, -1, headWidth]), swap), x.shape)
    return tf.add(tf.mul(x, cosines), tf.mul(swapped, sines))
  }
  const turn = withGradient((x: tf.Tensor3D) => ({
    value: turned(x, cosines, sines, swap),
    saved: [cosines, sines, swap],
    gradient: (dy, [cosines, sines, swap]) => [turned(dy, cosines!, tf.neg(sines!), swap!)],
  }))
  return (x) => tf.reshape(turn(tf.reshape(x, [-1, seqLen, headWidth])), x.shape)
}
