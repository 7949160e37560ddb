/** Finished runs of Tiny, made up for the tests of findings and figures. */
import type { TrialRecord } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import capacity from './spec'

const tiny = {
  ...presetById(capacity, 'tiny').config,
  datasetSizes: [8, 16, 32, 64, 128, 256],
  seeds: [0, 1, 2],
}

/** Of the preset Tiny, six sizes and three seeds. */
export const planned = capacity.plan(tiny)

/** The same, so that steps can be compared: one batch for all, and a constant rate. */
export const equalSteps = { ...tiny, batch: 8, schedule: 'constant' }

/** Bits per token that leave `share` of the data's bits memorised. */
export const cost = (share: number) => 4 * (1 - share)
/** Larger data come later to nine tenths; strings are recalled whole below 2 bits of data per parameter. */
export const recordsOf = (recall: (trial: Trial) => number): TrialRecord[] =>
  planned.map((trial) => {
    const datasetBits = 32 * trial.datasetSize
    const memorizedBits = 0.5 * datasetBits
    const late = trial.datasetSize > 100
    return exampleRecord(trial, {
      memorizedBits,
      measures: { exactRecall: recall(trial), tokenAccuracy: 0.6 },
      traces: {
        'loss.step': [1, 10, 100, 300],
        'loss.bitsPerToken': [cost(-0.01), cost(late ? 0.3 : 0.48), cost(0.46), cost(0.5)],
      },
    })
  })
/** Every string is recalled, then none. */
export const cliff = ({ datasetSize }: Trial) => (datasetSize <= 64 ? 1 : 0)
