/** The independent trainer's cliff of exact recall, of uniform strings and of chains: tokens 4…16 given the first 3 (science.md §4). */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'

const PREFIX = 3

/** Strings, and bits of data per parameter. */
const UNIFORM = [
  [209, 2.25],
  [279, 3],
  [348, 3.75],
  [557, 6],
] as const
const MARKOV = [
  [29, 0.6],
  [122, 2.5],
  [243, 5],
  [487, 10],
] as const

const recall = (name: string, ratio: number, about: string): Check =>
  oracleCheck({
    name,
    quantity: 'exactRecallPrefix3',
    what: `exact recall of tokens 4…16 given the first 3, at ${ratio} bits of data per parameter (${about})`,
    value: ({ traces }) => traces['recall.train']?.[PREFIX],
    scale: 1,
  })

export const checks: readonly Check[] = [
  ...UNIFORM.map(([strings, ratio]) => recall(`recall-H8-N${strings}`, ratio, 'P 8,912')),
  ...MARKOV.map(([strings, ratio]) => recall(`markov2-N${strings}`, ratio, 'Markov, P 2,152')),
]
