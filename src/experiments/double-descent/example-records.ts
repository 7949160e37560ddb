/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstTrials } from '@/core/testing/example-record'
import experiment from './spec'

/** Trials of a preset as it was at first: two seeds, and Tiny with ten sizes. */
export const trialsOf = (preset: string): Trial[] => firstTrials(experiment, preset)

/** Finished trials of a preset. @param test loss of each; held-out strings cost 2.5 bits a token by their source. */
export const recordsOf = (preset: string, test: (trial: Trial) => number): TrialRecord[] =>
  trialsOf(preset).map((trial) => {
    const heldoutBitsPerToken = test(trial)
    return exampleRecord(trial, {
      datasetBits: 44 * trial.datasetSize,
      ceilingBits: 40 * trial.datasetSize,
      memorizedBits: Math.min(40 * trial.datasetSize, 3300),
      memorizedBitsClipped: Math.min(40 * trial.datasetSize, 3400),
      heldoutBitsPerToken,
      heldoutMemorizedBits: (2.5 - heldoutBitsPerToken) * 256 * 16,
      traces: { 'test.step': [1, 400], 'test.bitsPerToken': [4.1, heldoutBitsPerToken] },
    })
  })

/** A peak near 92 strings; 82 are held whole, and the 3,300 bits of those are the most that a model holds. */
export const peaked = ({ datasetSize }: Pick<Trial, 'datasetSize'>): number =>
  datasetSize < 50 ? 9 : ({ 58: 12, 74: 17, 92: 20, 106: 15, 122: 9, 180: 6 }[datasetSize] ?? 3.5)

/** A peak near 29 strings, far below what a model holds. */
export const early = ({ datasetSize }: Pick<Trial, 'datasetSize'>): number =>
  ({ 22: 14, 29: 16, 41: 15 })[datasetSize] ?? 3.5

/** No peak. */
export const falling = ({ datasetSize }: Pick<Trial, 'datasetSize'>): number => 6 - datasetSize / 200

/** Both weight decays of that preset. @param test loss at the strong one; at the recipe's there is a peak. */
export const decayRecords = (test: (trial: Trial) => number): TrialRecord[] =>
  recordsOf('decay', (trial) => (trial.settings.weightDecay ? test(trial) : peaked(trial)))
