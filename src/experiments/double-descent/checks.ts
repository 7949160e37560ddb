/**
 * The independent trainer's test losses and memorised bits of Markov chains, by data, with strong weight decay and by model, and those of uniform
 * strings around the highest test loss (science.md §4).
 */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'

const testLoss = (name: string, what: string): Check =>
  oracleCheck({
    name,
    quantity: 'testBitsPerToken',
    what: `test bits per token ${what}`,
    value: ({ heldoutBitsPerToken }) => heldoutBitsPerToken,
  })

/** Strings, and bits of data per parameter. */
const SIZES = [
  [29, 0.6],
  [41, 0.8],
  [58, 1.2],
  [74, 1.5],
  [92, 1.9],
  [106, 2.2],
  [122, 2.5],
  [180, 3.7],
  [243, 5],
  [487, 10],
] as const
const BEYOND = [
  [974, 20],
  [1947, 40],
] as const

const UNIFORM = [
  [209, 2.25],
  [279, 3],
  [348, 3.75],
  [557, 6],
] as const

const MODELS = [
  ['692', 'markov2model-d4'],
  ['7,376', 'markov2model-d16'],
  ['27,040', 'markov2model-d32'],
] as const

const about = (ratio: number): string => `at ${ratio} bits of data per parameter (Markov, P 2,152)`

export const checks: readonly Check[] = [
  ...[...SIZES, ...BEYOND].map(([strings, ratio]) => testLoss(`markov2-N${strings}`, about(ratio))),
  ...[...SIZES, ...BEYOND].map(([strings, ratio]) =>
    oracleCheck({
      name: `markov2-N${strings}`,
      quantity: 'bitsPerParam',
      what: `memorised bits per parameter ${about(ratio)}`,
      value: ({ bitsPerParam }) => bitsPerParam,
    }),
  ),
  ...SIZES.map(([strings, ratio]) =>
    testLoss(`markov2-decay0.5-N${strings}`, `with weight decay 0.5, ${about(ratio)}`),
  ),
  ...MODELS.map(([params, name]) => testLoss(name, `after 366 strings, P ${params} (Markov)`)),
  ...UNIFORM.map(([strings, ratio]) =>
    testLoss(`recall-H8-N${strings}`, `at ${ratio} bits of data per parameter (uniform, V 64, P 8,912)`),
  ),
]
