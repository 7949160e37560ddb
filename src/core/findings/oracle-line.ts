/** The independent trainer's capacity line (science.md §4): V 64, S 16, two layers, heads four wide, 1000 steps, 4 bits of data per parameter. */
import type { Check } from './finding'
import { oracleCheck } from './oracle'

/** Models by their width, and the configurations that measured them. */
export const ORACLE_LINE = [
  ['d 4', 'line-d4'],
  ['d 8', 'line-d8'],
  ['d 12', 'line-d12-N230'],
  ['d 16', 'line-d16'],
  ['d 24', 'line-d24'],
  ['d 32', 'line-d32-b1024'],
] as const

/** Memorised bits of each of its models. */
export const oracleLineChecks = (): readonly Check[] =>
  ORACLE_LINE.map(([width, name]) =>
    oracleCheck({
      name,
      quantity: 'memorizedBits',
      what: `memorised bits at 4 bits of data per parameter, ${width} (V 64, S 16, L 2)`,
      value: ({ memorizedBits }) => memorizedBits,
    }),
  )
