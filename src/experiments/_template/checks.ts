/** Memorised bits of the same runs by the independent trainer (docs/oracle/README.md). */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'

export const checks: readonly Check[] = [16, 64].map((size) =>
  oracleCheck({
    name: `tiny-N${size}`,
    quantity: 'memorizedBits',
    what: `memorised bits, Tiny (P 1,216), N ${size}`,
    value: ({ memorizedBits }) => memorizedBits,
  }),
)
