/** The oracle's precisions (science.md §4): d 16, V 64, S 16, 1000 steps, 4 bits of data per parameter, 2.82 bits per parameter in float32. */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { type Precision, precisionOf } from './formats'

const SOURCE = 'oracle, science.md §4'

const runsIn = (records: readonly TrialRecord[], precision: Precision) =>
  records.filter(
    ({ params, steps, vocab, settings }) =>
      params === 8912 && steps === 1000 && vocab === 64 && precisionOf(settings) === precision,
  )

/** Bits per parameter: of 2.82, −4 %, −2 %, −0.4 %, and less than 1.5 % off. */
const TRAINED: readonly (readonly [precision: Precision, low: number, high: number])[] = [
  ['float32', 2.82, 2.82],
  ['bfloat16-forward', 2.78, 2.82],
  ['float16-forward', 2.78, 2.82],
  ['bfloat16-stored', 2.71, 2.71],
  ['float16-stored', 2.76, 2.76],
  ['bfloat16-stochastic', 2.81, 2.81],
]

/**
 * Bits per parameter left after rounding. The oracle's notes do not say which weights shared a scale; its figures are those of one scale for
 * each output, and far from those of one for each matrix.
 */
const ROUNDED: readonly (readonly [id: string, bits: number])[] = [
  ['int8', 2.73],
  ['int7', 2.5],
  ['int6', 1.74],
  ['int5', -0.03],
]

export const checks: readonly Check[] = [
  ...TRAINED.map(
    ([precision, low, high]): Check => ({
      what: `bits per parameter, ${precision} (V 64, S 16, d 16)`,
      expected: [low, high],
      source: SOURCE,
      measure: (records) => runsIn(records, precision).map(({ bitsPerParam }) => bitsPerParam),
    }),
  ),
  ...ROUNDED.map(
    ([id, bits]): Check => ({
      what: `bits per parameter after rounding to ${id}, one scale for each output (V 64, S 16, d 16)`,
      expected: [bits, bits],
      source: SOURCE,
      measure: (records) =>
        runsIn(records, 'float32').flatMap(({ measures, params }) => {
          const left = measures[`memorizedBits.${id}PerChannel`]
          return left === undefined ? [] : [left / params]
        }),
    }),
  ),
]
