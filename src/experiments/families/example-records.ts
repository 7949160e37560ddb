/** Records for tests, of runs whose capacities are known. */
import type { TrialRecord } from '@/core/results/result'
import type { ConfigValues } from '@/core/sweep/fields'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstConfig } from '@/core/testing/example-record'
import experiment from './spec'

export const [tiny, tied] = ['tiny', 'tied'].map((id) => firstConfig(experiment, id)) as [
  ConfigValues,
  ConfigValues,
]
export const trials = experiment.plan(tiny!)
export const seeds = experiment.plan({ ...tiny!, seeds: [0, 1, 2] })

/**
 * Llama holds 1.6 bits per parameter and the others 1.5, seed by seed a little more.
 * @param lag by how much more each further seed of Llama alone holds.
 */
export const heldBy = (planned: readonly Trial[], perSeed: number, lag = 0): TrialRecord[] =>
  planned.map((trial) => {
    const isLlama = trial.family === 'llama'
    const share = (isLlama ? 1.6 + lag * trial.seed : 1.5) + perSeed * trial.seed
    return exampleRecord(trial, {
      memorizedBits: Math.min(29 * trial.datasetSize, share * trial.params),
      traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [4, 2] },
    })
  })
