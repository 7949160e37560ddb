/** Number formats of weights: those that a model trains with, and those that it is rounded to afterwards. */
import {
  quantizeToInteger,
  roundToBfloat16,
  roundToBfloat16Stochastically,
  roundToFloat16,
} from '@/core/metrics/quantize'
import type { RandomStream } from '@/core/rng'
import type { Settings } from '@/core/trial'

/**
 * Stored: the weights themselves are rounded after every step, and what a step changes by less than half a unit is lost. Forward: a
 * float32 copy keeps every change, and the model computes with its rounding.
 */
export const STORED = ['bfloat16-stored', 'float16-stored', 'bfloat16-stochastic'] as const
export const FORWARD = ['bfloat16-forward', 'float16-forward'] as const

export type Precision = 'float32' | (typeof STORED)[number] | (typeof FORWARD)[number]
export const PRECISIONS: readonly Precision[] = ['float32', ...FORWARD, ...STORED]

export const precisionOf = (settings: Settings): Precision =>
  PRECISIONS.find((precision) => precision === settings.precision) ?? 'float32'

export const keepsMaster = (precision: Precision): boolean => FORWARD.some((forward) => forward === precision)

export const PRECISION_LABELS: Readonly<Record<Precision, string>> = {
  float32: 'float32',
  'bfloat16-forward': 'computed in bf16',
  'float16-forward': 'computed in f16',
  'bfloat16-stored': 'stored in bf16',
  'float16-stored': 'stored in f16',
  'bfloat16-stochastic': 'stored in bf16, stochastic',
}

/** @param random of the member, for stochastic rounding alone. */
export function roundWeights(
  precision: Precision,
  weights: Float32Array,
  random: RandomStream,
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
      return roundToBfloat16Stochastically(weights, random)
    default:
      throw precision satisfies never
  }
}

/** A rounding after training. */
export interface AfterTraining {
  /** Also the end of its measure's name: `memorizedBits.int8`. */
  readonly id: string
  readonly bitsPerWeight: number
  /** @param channelLength values that make one output of the matrix; they lie together. */
  round(values: Float32Array, channelLength: number): Float32Array
}

const BITS = [8, 7, 6, 5, 4, 3, 2]

/** One scale for each matrix. */
export const INTEGERS: readonly AfterTraining[] = BITS.map((bits) => ({
  id: `int${bits}`,
  bitsPerWeight: bits,
  round: (values) => quantizeToInteger(values, bits),
}))

/** One scale for each output of a matrix, the usual scheme: for each symbol of an embedding or a head, for each column of a layer. */
export const CHANNEL_INTEGERS: readonly AfterTraining[] = BITS.map((bits) => ({
  id: `int${bits}PerChannel`,
  bitsPerWeight: bits,
  round: (values, channelLength) => quantizeToInteger(values, bits, channelLength),
}))

export const FLOATS: readonly AfterTraining[] = [
  { id: 'bfloat16', bitsPerWeight: 16, round: (values) => roundToBfloat16(values) },
  { id: 'float16', bitsPerWeight: 16, round: (values) => roundToFloat16(values) },
]

export const measureOf = ({ id }: AfterTraining): string => `memorizedBits.${id}`
