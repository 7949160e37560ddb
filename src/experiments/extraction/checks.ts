/** The oracle's cliff of exact recall: tokens 4…16 given the first 3, of the same model with as many heads (its `recall-H8`, five seeds). */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'

const PREFIX = 3

const recallAt = (datasetSize: number) => (records: readonly TrialRecord[]) =>
  records.flatMap((record) => {
    const { source, params, heads, steps, seqLen, traces } = record
    const isOracle = source === 'uniform' && params === 8912 && heads === 8 && seqLen === 16 && steps === 1000
    const recall = traces['recall.train']?.[PREFIX]
    return isOracle && record.datasetSize === datasetSize && recall !== undefined ? [recall] : []
  })

/** A standard deviation of one seed to either side of the mean; no model loses a string of the first, and one in a hundred is nothing. */
const ORACLE: readonly (readonly [strings: number, bitsPerParam: number, least: number, most: number])[] = [
  [209, 2.25, 1, 1],
  [279, 3, 0.968, 0.988],
  [348, 3.75, 0.206, 0.29],
  [557, 6, 0, 0.01],
]

export const checks: readonly Check[] = ORACLE.map(([strings, ratio, least, most]) => ({
  what: `exact recall of tokens 4…16 given the first 3, at ${ratio} bits of data per parameter (P 8,912)`,
  expected: [least, most],
  source: 'oracle, recall-H8 (5 seeds)',
  measure: recallAt(strings),
}))
