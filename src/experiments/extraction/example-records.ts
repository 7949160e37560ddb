/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { ConfigValues } from '@/core/sweep/fields'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstTrials } from '@/core/testing/example-record'
import experiment from './spec'

export const trialsOf = (preset: string, changes: ConfigValues = {}): Trial[] =>
  firstTrials(experiment, preset, changes)

/** Bits that every model holds at most: 64 strings of Tiny. */
const CAPACITY = 2048

/** Finished trials. @param recall, @param auc at data that are so many times what a model holds. */
export const recordsOf = (
  trials: readonly Trial[],
  recall: (x: number, prefix: number, seed: number) => number,
  auc: (x: number, seed: number) => number,
): TrialRecord[] =>
  trials.map((trial) => {
    const { datasetSize, seed, shape } = trial
    const datasetBits = datasetSize * shape.seqLen * Math.log2(shape.vocab)
    const x = datasetBits / CAPACITY
    const prefixes = Array.from({ length: shape.seqLen }, (_, k) => k)
    return exampleRecord(trial, {
      memorizedBits: Math.min(datasetBits - 1, CAPACITY),
      measures: { auc: auc(x, seed), tokenAccuracy: recall(x, 0, seed) },
      traces: {
        'recall.prefix': prefixes,
        'recall.train': prefixes.map((prefix) => recall(x, prefix, seed)),
        'recall.heldout': prefixes.map(() => 0.004),
        'recall.possible': prefixes.map(() => 1),
        'grid.probability': Array.from({ length: 2 * shape.seqLen }, () => x / 100),
        'half.step': [1, 400],
        'half.recall': [0, recall(x, 4, seed)],
      },
    })
  })

/** Whole up to capacity, half at twice of it (with less than half of the string: sooner), none at four times. */
export const cliff = (x: number, prefix: number): number =>
  Math.min(1, Math.max(0, 1 - Math.log2(x) / (prefix < 4 ? 1 : 2)))
