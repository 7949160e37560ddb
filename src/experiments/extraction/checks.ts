/** The oracle's cliff of exact recall: tokens 4…16 given the first 3 (science.md §4). */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'

const PREFIX = 3

const recallAt = (datasetSize: number) => (records: readonly TrialRecord[]) =>
  records.flatMap((record) => {
    const { source, params, steps, seqLen, traces } = record
    const isOracle = source === 'uniform' && params === 8912 && seqLen === 16 && steps === 1000
    const recall = traces['recall.train']?.[PREFIX]
    return isOracle && record.datasetSize === datasetSize && recall !== undefined ? [recall] : []
  })

/** On the cliff itself a run lies anywhere between its neighbours' steps: a quarter either way at 0.20, and a string in a hundred at 0. */
const ORACLE: readonly (readonly [
  strings: number,
  bitsPerParam: number,
  least: number,
  most: number,
  tolerance: number,
])[] = [
  [209, 2.25, 1, 1, 0.02],
  [279, 3, 0.97, 0.97, 0.02],
  [348, 3.75, 0.2, 0.2, 0.25],
  [557, 6, 0, 0.01, 0.02],
]

export const checks: readonly Check[] = ORACLE.map(([strings, ratio, least, most, tolerance]) => ({
  what: `exact recall of tokens 4…16 given the first 3, at ${ratio} bits of data per parameter (P 8,912)`,
  expected: [least, most],
  tolerance,
  source: 'oracle, science.md §4',
  measure: recallAt(strings),
}))
