/** The independent trainer's cliff of exact recall: tokens 4…16 given the first 3 (science.md §4). */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'

const PREFIX = 3

/** Strings, and bits of data per parameter. */
const SIZES = [
  [209, 2.25],
  [279, 3],
  [348, 3.75],
  [557, 6],
] as const

export const checks: readonly Check[] = SIZES.map(([strings, ratio]) =>
  oracleCheck({
    name: `recall-H8-N${strings}`,
    quantity: 'exactRecallPrefix3',
    what: `exact recall of tokens 4…16 given the first 3, at ${ratio} bits of data per parameter (P 8,912)`,
    value: ({ traces }) => traces['recall.train']?.[PREFIX],
    scale: 1,
  }),
)
