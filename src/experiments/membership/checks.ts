/** The oracle's areas under the ROC curve by data, in units of 2.5 bits per parameter (science.md §4). */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'

/** AUC of the loss threshold at a number of strings, one value for each seed. */
const aucAt = (source: string, params: number, datasetSize: number) => (records: readonly TrialRecord[]) =>
  records.flatMap((record) =>
    record.source === source &&
    record.params === params &&
    record.datasetSize === datasetSize &&
    record.steps === 1000 &&
    record.measures.auc !== undefined
      ? [record.measures.auc]
      : [],
  )

interface Line {
  readonly source: string
  readonly params: number
  readonly about: string
  /** Each with its number of strings. */
  readonly aucs: readonly (readonly [multiple: number, strings: number, auc: number])[]
}

const ORACLE: readonly Line[] = [
  {
    source: 'markov-0.3',
    params: 2152,
    about: 'Markov, P 2,152',
    // The oracle's figures are of one chain; another has another entropy.
    aucs: [
      [2, 243, 1],
      [4, 487, 0.95],
      [8, 974, 0.79],
      [16, 1947, 0.6],
    ],
  },
  {
    source: 'uniform',
    params: 2920,
    about: 'uniform, P 2,920',
    aucs: [
      [8, 608, 0.999],
      [16, 1217, 0.982],
      [32, 2433, 0.924],
      [64, 4867, 0.818],
      [128, 9733, 0.686],
    ],
  },
]

export const checks: readonly Check[] = ORACLE.flatMap(({ source, params, about, aucs }) =>
  aucs.map(([multiple, strings, auc]) => ({
    what: `membership AUC at ${multiple} × 2.5 bits of data per parameter (${about})`,
    expected: [auc, auc] as const,
    source: 'oracle, science.md §4',
    measure: aucAt(source, params, strings),
  })),
)
