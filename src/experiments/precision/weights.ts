/** One member's weights under a precision, step by step, and all of its matrices rounded at once. */
import type { ParameterSpec } from '@/core/family'
import { randomStream } from '@/core/rng'
import { keepsMaster, type Precision, roundWeights } from './formats'

/** Called with the weights after each step, and before the first; gives those to go on with. */
export type WeightRounding = (weights: Float32Array) => Float32Array

/**
 * With a master copy the step is applied to it: gradients and moments are those of the rounded weights, and the update is what they
 * became less what they were. Weight decay then acts on the rounded weights too, which differ from the master by a 256th at most.
 */
export function weightRounding(precision: Precision, seed: number): WeightRounding {
  const random = randomStream('rounding', seed)
  if (!keepsMaster(precision)) return (weights) => roundWeights(precision, weights, random)
  let master: Float32Array | undefined
  let rounded: Float32Array = new Float32Array(0)
  return (weights) => {
    const [before, kept] = [rounded, master]
    master = kept ? weights.map((value, i) => kept[i]! + (value - before[i]!)) : weights.slice()
    rounded = roundWeights(precision, master, random)
    return rounded
  }
}

/**
 * Matrices are rounded, each by itself; biases and gains stay: they are few, and usually kept in full.
 * @param specs in the order in which the weights lie.
 */
export function roundMatrices(
  weights: Float32Array,
  specs: readonly Pick<ParameterSpec, 'shape'>[],
  round: (values: Float32Array) => Float32Array,
): Float32Array {
  const result = weights.slice()
  let at = 0
  for (const { shape } of specs) {
    const size = shape.reduce((product, n) => product * n, 1)
    if (shape.length === 2) result.set(round(weights.subarray(at, at + size)), at)
    at += size
  }
  return result
}
