/** Memorised bits of the presets as the independent trainer measured them (science.md §5), and what steps and length do (§4). */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'
import { oracleLineChecks } from '@/core/findings/oracle-line'
import { oracleTinyChecks } from '@/core/findings/oracle-tiny'

/** Data over 3 bits for each parameter. */
const QUICK_RATIOS = [0.25, 0.5, 0.75, 1, 1.5, 2, 4]

/** The configuration with so many steps. */
const STEPS = [
  ['100', 'steps-100'],
  ['200', 'steps-200'],
  ['400', 'steps-400'],
  ['1,000', 'knob-recipe-H8'],
  ['2,000', 'steps-2000'],
  ['4,000', 'steps-4000-warm200'],
] as const

const bitsPerParam = (name: string, what: string): Check =>
  oracleCheck({ name, quantity: 'bitsPerParam', what, value: (record) => record.bitsPerParam })

export const checks: readonly Check[] = [
  ...oracleTinyChecks(),
  ...[3048, 9168].flatMap((params) =>
    QUICK_RATIOS.map((ratio) =>
      bitsPerParam(`quick-P${params}-r${ratio}`, `bits per parameter, Quick (P ${params}), r ${ratio}`),
    ),
  ),
  ...STEPS.map(([steps, name]) =>
    bitsPerParam(
      name,
      `bits per parameter after ${steps} steps (V 64, S 16, d 16, 4 bits of data per parameter)`,
    ),
  ),
  ...[32, 64].map((seqLen) =>
    bitsPerParam(
      `len-${seqLen}`,
      `bits per parameter, strings of ${seqLen} tokens (V 64, d 16, 1,000 steps, 4 bits of data per parameter)`,
    ),
  ),
  ...oracleLineChecks(),
  bitsPerParam(
    'paper-N512-b128-t1000',
    'bits per parameter of the paper’s smallest model, 512 strings (V 2,048, S 64, P 80,384, 1,000 steps)',
  ),
]
