/** Finished and training runs, as the figures and sentences of this experiment see them. */
import type { FigureInput } from '@/core/figure'
import { RECIPE_OPTIONS } from '@/core/recipe'
import type { TrialRecord } from '@/core/result'
import type { Settings } from '@/core/trial'

/** A finished or training run, as far as the figures need it. */
export interface Run {
  readonly seed: number
  readonly params: number
  readonly width: number
  readonly datasetSize: number
  readonly datasetBits: number
  readonly decay: number
  readonly test: number
  readonly train: number
  readonly live: boolean
}

export const decayOf = (settings: Settings): number =>
  Number(settings.weightDecay ?? RECIPE_OPTIONS.weightDecay)

export const ofRecord = (record: TrialRecord): Run => ({
  ...record,
  decay: decayOf(record.settings),
  test: record.heldoutBitsPerToken,
  train: record.trainBitsPerToken,
  live: false,
})

export function liveRuns({ planned, live, records }: FigureInput): Run[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  return live.flatMap(({ trialKey, datasetBits, trainBitsPerToken, looked }) => {
    const trial = trials.get(trialKey)
    if (!trial || finished.has(trialKey)) return []
    const { seed, params, shape, datasetSize, settings } = trial
    const test = looked?.values.testBitsPerToken?.at(-1) ?? Number.NaN
    const own = { seed, params, width: shape.width, datasetSize, datasetBits, decay: decayOf(settings) }
    return [{ ...own, test, train: trainBitsPerToken, live: true }]
  })
}

/** By model size where several models saw the same number of strings; by data otherwise. */
export const isByModel = (runs: readonly { params: number; datasetSize: number }[]): boolean =>
  new Set(runs.map(({ params }) => params)).size > new Set(runs.map(({ datasetSize }) => datasetSize)).size

/** −log2 p_source of a held-out token, mean: what no model can beat. Infinity-free, as it comes from the records' own sums. */
export const entropyOf = (record: TrialRecord): number =>
  record.heldoutBitsPerToken + record.heldoutMemorizedBits / (record.heldoutStrings * record.seqLen)
