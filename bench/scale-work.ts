/** What the queue is measured with: real keys in sweeps of a thousand trials, jobs of any length, and records that took no time to train. */

import { jobsOf } from '@/cli/queue/jobs'
import type { PublishedJob } from '@/cli/queue/work-queue'
import { uniformCeilingBits, uniformDatasetBits } from '@/core/metrics/bits'
import { type TrialRecord, trialColumns } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep, type Sweep } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'

export const SWEEP_TRIALS = 1000

/** What may be wrong with a worker. */
export const DIES_OF_POISON = 'dies-of-poison'
export const OLDER_BUILD = 'older-build'

const count = (length: number, from: number): number[] => Array.from({ length }, (_, i) => i + from)

/** @returns so many sweeps of {@link SWEEP_TRIALS} trials, each with other keys. */
export function benchSweeps(sweeps: number): Sweep[] {
  const experiment = experimentById('capacity')
  const { config } = presetById(experiment, 'tiny')
  const sizes = { datasetSizes: count(20, 8), width: [8, 16, 24, 32, 40], seeds: count(10, 0) }
  return count(sweeps, 1).map((steps) => planSweep(experiment, 'tiny', { ...config, ...sizes, steps }))
}

/** @returns the sweep's jobs, of so many trials each. */
export function benchJobs(sweep: Sweep, trialsOfEach: number): PublishedJob[] {
  const jobs = jobsOf(experimentById(sweep.experiment), sweep)
  const keys = jobs.flatMap((job) => job.keys)
  const { config, size } = jobs[0]!
  return Array.from({ length: Math.ceil(keys.length / trialsOfEach) }, (_, i) => {
    const own = keys.slice(i * trialsOfEach, (i + 1) * trialsOfEach)
    return { id: `${sweep.id}-${trialsOfEach}-${i}`, config, size, keys: own }
  })
}

/** One of each sweep: in the bench its job kills whoever takes it. */
export const isPoison = ({ shape, datasetSize, seed }: Trial): boolean =>
  shape.width === 24 && datasetSize === 15 && seed === 7

/** One that its trial's bounds let through. */
export function madeUpRecord(trial: Trial): TrialRecord {
  const { datasetSize, params } = trial
  const { seqLen, vocab } = trial.shape
  const datasetBits = uniformDatasetBits(datasetSize, seqLen, vocab)
  const memorizedBits = datasetSize
  return {
    ...trialColumns(trial),
    datasetBits,
    memorizedBits,
    memorizedBitsClipped: memorizedBits,
    ceilingBits: uniformCeilingBits(datasetSize, seqLen, vocab),
    bitsPerParam: memorizedBits / params,
    trainBitsPerToken: (datasetBits - memorizedBits) / (datasetSize * seqLen),
    heldoutBitsPerToken: 17,
    heldoutMemorizedBits: -100 * datasetSize,
    heldoutStrings: datasetSize,
    measures: {},
    traces: {},
    backend: 'wasm',
    device: 'made up',
    numerics: 'none',
    members: 1,
    elapsedMs: 0,
    finishedAt: new Date().toISOString(),
    commit: '',
  }
}
