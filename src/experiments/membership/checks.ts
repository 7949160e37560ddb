/** The independent trainer's areas under the ROC curve by data, in units of 2.5 bits per parameter (science.md §4). */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'

/** Each with its number of strings. */
const MARKOV = [
  [2, 243],
  [4, 487],
  [8, 974],
  [16, 1947],
] as const
const UNIFORM = [
  [8, 608],
  [16, 1217],
  [32, 2433],
  [64, 4867],
  [128, 9733],
] as const

const auc = (name: string, multiple: number, about: string): Check =>
  oracleCheck({
    name,
    quantity: 'auc',
    what: `membership AUC at ${multiple} × 2.5 bits of data per parameter (${about})`,
    value: ({ measures }) => measures.auc,
  })

export const checks: readonly Check[] = [
  ...MARKOV.map(([multiple, strings]) => auc(`markov2-N${strings}`, multiple, 'Markov, P 2,152')),
  ...UNIFORM.map(([multiple, strings]) => auc(`mia-uniform-N${strings}`, multiple, 'uniform, P 2,920')),
]
