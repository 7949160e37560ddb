/** The oracle's test losses of the Markov chain by data (science.md §4). */
import type { Check } from '@/core/finding'
import { RECIPE_OPTIONS } from '@/core/recipe'
import type { TrialRecord } from '@/core/result'
import { decayOf } from './runs'

/** Mean test loss of the recipe's runs at a number of strings, one value for each seed. */
const testLossAt = (datasetSize: number) => (records: readonly TrialRecord[]) =>
  records
    .filter(
      (record) =>
        record.source === 'markov-0.3' &&
        record.params === 2152 &&
        record.steps === 1000 &&
        record.datasetSize === datasetSize &&
        decayOf(record.settings) === RECIPE_OPTIONS.weightDecay,
    )
    .map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)

const ORACLE: readonly (readonly [strings: number, bitsPerParam: number, testBitsPerToken: number])[] = [
  [29, 0.6, 16.5],
  [58, 1.2, 20.6],
  [92, 1.9, 20.9],
  [122, 2.5, 11.5],
  [180, 3.7, 6.9],
  [243, 5, 5.2],
  [487, 10, 3.6],
  [974, 20, 3.1],
  [1947, 40, 2.89],
]

/** The oracle's figures are of one chain; another chain has another entropy: a fifth either way. */
export const checks: readonly Check[] = ORACLE.map(([strings, ratio, test]) => ({
  what: `test bits per token at ${ratio} bits of data per parameter (Markov, P 2,152)`,
  expected: [test, test],
  tolerance: 0.2,
  source: 'oracle, science.md §4',
  measure: testLossAt(strings),
}))
