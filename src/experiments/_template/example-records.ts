/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, presetTrials } from '@/core/testing/example-record'
import experiment from './spec'

export const tiny = presetTrials(experiment, 'tiny')

export const recordsOf = (
  accuracy: (trial: Trial) => number,
  trials: readonly Trial[] = tiny,
): TrialRecord[] =>
  trials.map((trial) =>
    exampleRecord(trial, {
      measures: { accuracy: accuracy(trial) },
      traces: { 'probe.step': [1, trial.steps], 'probe.accuracy': [0.1, accuracy(trial)] },
    }),
  )

/** The fewer strings, the more of them; and a little from the seed. */
export const crowded = ({ datasetSize, seed }: Trial): number => 0.9 - datasetSize / 320 + seed / 100
