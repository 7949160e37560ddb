/** Batches as one-hot tensors, for the composed path. */
import * as tf from '@tensorflow/tfjs'
import type { ModelShape } from '@/core/model/family'
import { writeRows } from '../contract/teacher-forcing'

/** R = B·S rows a member, as wide as the largest member's batch; shorter members are padded with rows of weight 0. */
export interface ComposedBatch {
  /** (M, R, V+1+S): one-hot input token beside one-hot position, so that one product embeds both. */
  readonly inputs: tf.Tensor3D
  /** (M, R, V) one-hot. */
  readonly targets: tf.Tensor3D
  /** (M, R): each row's share of its member's mean loss, 1/(B·S). */
  readonly weights: tf.Tensor2D
}

/** @param tokens for each member (B, S) token ids, row-major. @param strings B of the widest member, or more. */
export function createBatch(
  shape: ModelShape,
  tokens: readonly Int32Array[],
  strings: number,
): ComposedBatch {
  const { vocab, seqLen } = shape
  const members = tokens.length
  const rows = strings * seqLen
  const inputs = new Int32Array(members * rows)
  const targets = new Int32Array(members * rows)
  const weights = new Float32Array(members * rows)
  tokens.forEach((own, member) => {
    const first = member * rows
    writeRows(shape, own, inputs.subarray(first), targets.subarray(first))
    weights.fill(1 / own.length, first, first + own.length)
  })
  const positions = Int32Array.from({ length: members * rows }, (_, r) => r % seqLen)
  return tf.tidy(() => {
    const oneHot = (ids: Int32Array, depth: number): tf.Tensor3D => {
      const encoded = tf.oneHot(tf.tensor1d(ids, 'int32'), depth)
      return tf.reshape(tf.cast(encoded, 'float32'), [members, rows, depth])
    }
    return {
      inputs: tf.concat([oneHot(inputs, vocab + 1), oneHot(positions, seqLen)], 2),
      targets: oneHot(targets, vocab),
      weights: tf.tensor2d(weights, [members, rows]),
    }
  })
}

export const disposeBatch = ({ inputs, targets, weights }: ComposedBatch): void =>
  tf.dispose([inputs, targets, weights])
