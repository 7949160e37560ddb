/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { ConfigValues } from '@/core/sweep/fields'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstTrials } from '@/core/testing/example-record'
import experiment from './spec'

export const trialsOf = (preset: string, changes: ConfigValues = {}): Trial[] =>
  firstTrials(experiment, preset, changes)

/** Finished trials that hold 3,200 bits at most, of 44 bits a string. @param auc at each multiple of that. */
export const recordsOf = (
  trials: readonly Trial[],
  auc: (x: number, trial: Trial) => number,
): TrialRecord[] =>
  trials.map((trial) => {
    const datasetBits = 44 * trial.datasetSize
    const score = auc(datasetBits / 3200, trial)
    return exampleRecord(trial, {
      datasetBits,
      memorizedBits: Math.min(datasetBits - 40, 3200),
      measures: { auc: score, f1: Math.max(2 / 3, score), tprAt1Fpr: score ** 8, aucCalibrated: score },
      traces: {
        'roc.fpr': [0, 0.5, 1],
        'roc.tpr': [0, score, 1],
        'losses.bitsPerToken': [0, 4, 8],
        'losses.members': [0.5, 0.5, 0],
        'losses.nonMembers': [0.25, 0.75, 0],
        'attack.step': [1, 400],
        'attack.auc': [0.5, score],
      },
    })
  })

/** Half way to chance at 6 times capacity. */
export const falling = (x: number): number => 0.5 + 0.5 / (1 + (x / 6) ** 3)
