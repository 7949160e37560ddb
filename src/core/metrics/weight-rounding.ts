/** One member's weights under a precision. For updates that take a step on the weights that they find: rounding from outside. */

import { counterWord, randomStream, streamKey } from '../data/rng'
import { keepsMaster, type Precision } from '../model/precision'
import { roundToBfloat16, roundToBfloat16Stochastically, roundToFloat16 } from './quantize'

/** @param draw uniform in [0, 2^16), for each index in turn; called for stochastic rounding alone. */
export function roundWeights(
  precision: Precision,
  weights: Float32Array,
  draw: (index: number) => number,
): Float32Array {
  switch (precision) {
    case 'float32':
      return weights
    case 'bfloat16-stored':
    case 'bfloat16-forward':
      return roundToBfloat16(weights)
    case 'float16-stored':
    case 'float16-forward':
      return roundToFloat16(weights)
    case 'bfloat16-stochastic':
      return roundToBfloat16Stochastically(weights, draw)
    default:
      throw precision satisfies never
  }
}

/** The key of one member's draws by counter. */
export const roundingKey = (seed: number): number => streamKey('rounding', seed)

/** Draws that need no state: those of a step from 0, before the first, for each weight by its index in the member. */
export const drawsByCounter =
  (key: number, step: number) =>
  (index: number): number =>
    counterWord(key, step, index) >>> 16

export interface WeightRounding {
  /** Called with the weights before the first step and after each one. @returns those to go on with. */
  round(weights: Float32Array): Float32Array
  /** The weights have been replaced: a master becomes what they are now. */
  restart(weights: Float32Array): void
}

/**
 * With a master the step is applied to it: gradients and moments are those of the rounded weights, and the update is what they
 * became less what they were. Weight decay then acts on the rounded weights too, which differ from the master by a 256th at most.
 * Stochastic draws come from one stream of the seed, as records made this way have them.
 */
export function weightRounding(precision: Precision, seed: number): WeightRounding {
  const random = randomStream('rounding', seed)
  const nearby = (weights: Float32Array) => roundWeights(precision, weights, () => random.integer(2 ** 16))
  if (!keepsMaster(precision)) return { round: nearby, restart: () => undefined }
  let master: Float32Array | undefined
  let rounded: Float32Array = new Float32Array(0)
  return {
    round(weights) {
      const [before, kept] = [rounded, master]
      master = kept ? weights.map((value, i) => kept[i]! + (value - before[i]!)) : weights.slice()
      rounded = nearby(master)
      return rounded
    },
    restart(weights) {
      master = weights.slice()
      rounded = master
    },
  }
}
