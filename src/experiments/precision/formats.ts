/** Number formats of weights: those that a model trains with, by their labels, and those that it is rounded to afterwards. */
import { quantizeToInteger, roundToBfloat16, roundToFloat16 } from '@/core/metrics/quantize'
import type { TrainingOptions } from '@/core/model/recipe'
import { type Settings, trainingOptions } from '@/core/sweep/trial'

export type Precision = TrainingOptions['precision']

export const precisionOf = (settings: Settings): Precision => trainingOptions({ settings }).precision

/** A rounding after training. */
export interface AfterTraining {
  /** Its name, also at the end of its measure's: `memorizedBits.int8`. */
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
