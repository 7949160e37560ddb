/** The independent trainer's Tiny (science.md §5): V 16, S 8, one layer, d 8, two heads, 300 steps. */
import type { Check } from './finding'
import { oracleCheck } from './oracle'

const SIZES = [8, 16, 32, 64, 128, 256]

/** Memorised bits by the number of strings. */
export const oracleTinyChecks = (): readonly Check[] =>
  SIZES.map((size) =>
    oracleCheck({
      name: `tiny-N${size}`,
      quantity: 'memorizedBits',
      what: `memorised bits, Tiny (GPT-2, P 1,216), N ${size}`,
      value: ({ memorizedBits }) => memorizedBits,
    }),
  )
