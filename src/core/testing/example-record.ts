/** A record for tests: of a trial that could have run, so that it can be read again. */
import { uniformCeilingBits, uniformDatasetBits } from '../metrics/bits'
import { type TrialRecord, trialColumns } from '../results/result'
import { type Experiment, presetById } from '../sweep/experiment'
import type { ConfigValues } from '../sweep/fields'
import { makeTrial, type Trial } from '../sweep/trial'

/** What a preset plans, with some of its values changed. @throws RangeError for a preset that the experiment does not have. */
export const presetTrials = (experiment: Experiment, presetId: string, changes: ConfigValues = {}): Trial[] =>
  experiment.plan({ ...presetById(experiment, presetId).config, ...changes })

/** What a preset was at first: tests of findings count on its sizes and seeds, whatever it is tuned to later. */
export function firstConfig(experiment: Experiment, presetId: string): ConfigValues {
  const { config, before } = presetById(experiment, presetId)
  return { ...config, ...before?.[0] } as ConfigValues
}

/** What a preset planned at first, with some of its values changed. */
export const firstTrials = (experiment: Experiment, presetId: string, changes: ConfigValues = {}): Trial[] =>
  experiment.plan({ ...firstConfig(experiment, presetId), ...changes })

type TrialChanges = Partial<Parameters<typeof makeTrial>[0]> & { readonly width?: number }

export function exampleTrial({ width = 8, datasetSize = 8, ...changes }: TrialChanges = {}): Trial {
  return makeTrial({
    experiment: 'capacity',
    family: 'gpt2',
    shape: { layers: 1, width, heads: 2, tied: false, vocab: 16, seqLen: 8 },
    source: { id: 'uniform' },
    datasetSize,
    seed: 0,
    steps: 300,
    learningRate: 0.8 / width,
    batch: datasetSize,
    ...changes,
  })
}

/** @param measured columns that a run gives. */
export function exampleRecord(
  trial: Trial = exampleTrial(),
  measured: Partial<TrialRecord> = {},
): TrialRecord {
  const { datasetSize, params } = trial
  const { seqLen, vocab } = trial.shape
  const { heldoutMemorizedBits = -27301.4, heldoutStrings = 256 } = measured
  const { memorizedBits = 231.9, datasetBits = uniformDatasetBits(datasetSize, seqLen, vocab) } = measured
  return {
    ...trialColumns(trial),
    datasetBits,
    memorizedBits,
    memorizedBitsClipped: Math.max(0, memorizedBits),
    ceilingBits: uniformCeilingBits(datasetSize, seqLen, vocab),
    bitsPerParam: memorizedBits / params,
    trainBitsPerToken: (datasetBits - memorizedBits) / (datasetSize * seqLen),
    heldoutBitsPerToken: Math.log2(vocab) - heldoutMemorizedBits / (heldoutStrings * seqLen),
    heldoutMemorizedBits,
    heldoutStrings,
    measures: {},
    traces: {},
    backend: 'wasm',
    device: 'processor',
    members: 1,
    elapsedMs: 1404,
    finishedAt: '2026-01-01T00:00:00.000Z',
    commit: '',
    numerics: 'simd128-2',
    ...measured,
  }
}
