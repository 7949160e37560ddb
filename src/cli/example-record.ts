/** A record for the tests of this folder: of a trial that could have run, so that it can be read again. */
import { uniformCeilingBits, uniformDatasetBits } from '@/core/bits'
import type { TrialRecord } from '@/core/result'
import { makeTrial } from '@/core/trial'

type Changes = Partial<Pick<TrialRecord, 'width' | 'datasetSize' | 'seed' | 'memorizedBits' | 'device'>>

export function exampleRecord(changes: Changes = {}): TrialRecord {
  const { width = 8, datasetSize = 8, seed = 0, memorizedBits = 231.9, device = 'processor' } = changes
  const { key, shape, ...trial } = makeTrial({
    experiment: 'capacity',
    family: 'gpt2',
    shape: { layers: 1, width, heads: 2, tied: false, vocab: 16, seqLen: 8 },
    source: 'uniform',
    datasetSize,
    seed,
    steps: 300,
    learningRate: 0.1,
    batch: datasetSize,
  })
  return {
    schemaVersion: 1,
    ...trial,
    ...shape,
    trialKey: key,
    datasetBits: uniformDatasetBits(datasetSize, 8, 16),
    memorizedBits,
    memorizedBitsClipped: memorizedBits,
    ceilingBits: uniformCeilingBits(datasetSize, 8, 16),
    bitsPerParam: memorizedBits / trial.params,
    trainBitsPerToken: 0.38,
    heldoutBitsPerToken: 17.3,
    heldoutMemorizedBits: -27301.4,
    heldoutStrings: 256,
    backend: 'wasm',
    device,
    members: 1,
    elapsedMs: 1404,
    finishedAt: '2026-01-01T00:00:00.000Z',
  }
}
