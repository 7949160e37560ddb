/** The independent trainer's precisions (science.md §4): d 16, V 64, S 16, 1000 steps, 4 bits of data per parameter. */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'
import type { Precision } from './formats'

const TRAINED: readonly (readonly [precision: Precision, name: string])[] = [
  ['float32', 'line-d16'],
  ['bfloat16-forward', 'prec-bf16fwd'],
  ['float16-forward', 'prec-f16fwd'],
  ['bfloat16-stored', 'prec-bf16stored'],
  ['float16-stored', 'prec-f16stored'],
  ['bfloat16-stochastic', 'prec-bf16sr'],
]

/** Bits per parameter that a rounding takes away are a share of what was there. */
const FLOAT32_BITS_PER_PARAM = 2.82

export const checks: readonly Check[] = [
  ...TRAINED.map(([precision, name]) =>
    oracleCheck({
      name,
      quantity: 'bitsPerParam',
      what: `bits per parameter, ${precision} (V 64, S 16, d 16)`,
      value: ({ bitsPerParam }) => bitsPerParam,
    }),
  ),
  ...([8, 7, 6, 5] as const).map((bits) =>
    oracleCheck({
      name: 'rounded-d16',
      quantity: `int${bits}BitsPerParam`,
      what: `bits per parameter after rounding to int${bits}, one scale for each output (V 64, S 16, d 16)`,
      value({ measures, params }) {
        const left = measures[`memorizedBits.int${bits}PerChannel`]
        return left === undefined ? undefined : left / params
      },
      scale: FLOAT32_BITS_PER_PARAM,
    }),
  ),
]
