/** The independent trainer's capacity line (science.md §4): V 64, S 16, two layers, heads four wide, 1000 steps, 4 bits of data per parameter. */
import type { Check } from '@/core/findings/finding'
import { oracleCheck, oracleSlopeCheck } from '@/core/findings/oracle'

const LINE = [
  ['d 4', 'line-d4'],
  ['d 8', 'line-d8'],
  ['d 12', 'line-d12-N230'],
  ['d 16', 'line-d16'],
  ['d 24', 'line-d24'],
  ['d 32', 'line-d32-b1024'],
] as const

export const checks: readonly Check[] = [
  ...LINE.map(([width, name]) =>
    oracleCheck({
      name,
      quantity: 'memorizedBits',
      what: `memorised bits at 4 bits of data per parameter, ${width} (V 64, S 16, L 2)`,
      value: ({ memorizedBits }) => memorizedBits,
    }),
  ),
  oracleSlopeCheck(
    'bits for each further parameter: slope of the capacity line (V 64, S 16, L 2)',
    LINE.map(([, name]) => name),
  ),
]
