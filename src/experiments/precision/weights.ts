/** One member's weights under a precision, step by step, and all of its matrices rounded at once. */
import type { ParameterSpec } from '@/core/family'
import { randomStream } from '@/core/rng'
import { type AfterTraining, keepsMaster, type Precision, roundWeights } from './formats'

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
 * Matrices are rounded, each by itself; biases and gains stay: they are few, and usually kept in full. A layer's weights lie by inputs,
 * (in, out), so they are turned for rounding and turned back; tables of symbols and positions lie by what they give already.
 * @param specs in the order in which the weights lie.
 */
export function roundMatrices(
  weights: Float32Array,
  specs: readonly Pick<ParameterSpec, 'name' | 'shape'>[],
  round: AfterTraining['round'],
): Float32Array {
  const result = weights.slice()
  let at = 0
  for (const { name, shape } of specs) {
    const size = shape.reduce((product, n) => product * n, 1)
    const [rows, columns] = shape
    if (rows !== undefined && columns !== undefined) {
      const values = weights.subarray(at, at + size)
      result.set(
        name.endsWith('.weight')
          ? transposed(round(transposed(values, rows, columns), rows), columns, rows)
          : round(values, columns),
        at,
      )
    }
    at += size
  }
  return result
}

/** (rows, columns) to (columns, rows). */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c]!
  }
  return result
}
