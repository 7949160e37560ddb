/** Finished and training runs, as the figures and sentences of this experiment see them. */

import type { FigureAxis, FigureInput } from '@/core/figures/figure'
import { axisOver } from '@/core/figures/figure-points'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { capacityAxis } from '@/core/runs/data-over-capacity'
import type { Settings } from '@/core/sweep/trial'

/** A finished or training run, as far as the figures need it. */
export interface Run {
  /** Its place: data over what the model held at most, or parameters. */
  readonly x: number
  readonly decay: number
  readonly test: number
  readonly train: number
  readonly live: boolean
}

export interface PlacedRuns {
  readonly byModel: boolean
  readonly x: FigureAxis
  readonly finished: readonly (Run & { readonly record: TrialRecord })[]
  readonly live: readonly Run[]
}

export const decayOf = (settings: Settings): number =>
  Number(settings.weightDecay ?? RECIPE_OPTIONS.weightDecay)

/** Ascending, each once. */
export const decaysOf = (runs: readonly { readonly settings: Settings }[]): number[] =>
  [...new Set(runs.map(({ settings }) => decayOf(settings)))].toSorted((a, b) => a - b)

export function placedRuns(input: FigureInput): PlacedRuns {
  const { planned, records, live } = input
  const byModel = isByModel([...planned, ...records])
  const capacity = capacityAxis(input)
  const sizes = [...planned, ...records].map(({ params }) => params)
  const finishedKeys = new Set(records.map(({ trialKey }) => trialKey))
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  return {
    byModel,
    x: byModel
      ? axisOver('parameters', 'log', sizes, [Number.POSITIVE_INFINITY, 0])
      : axisOver(capacity.label, 'log', capacity.range, [1, 1]),
    finished: records.map((record) => ({
      record,
      x: byModel ? record.params : capacity.ofRecord(record),
      decay: decayOf(record.settings),
      test: record.heldoutBitsPerToken,
      train: record.trainBitsPerToken,
      live: false,
    })),
    live: live.flatMap(({ trialKey, datasetBits, trainBitsPerToken, looked }): Run[] => {
      const trial = trials.get(trialKey)
      if (!trial || finishedKeys.has(trialKey)) return []
      const { params, settings } = trial
      const x = byModel ? params : capacity.ofLive({ params, datasetBits })
      const test = looked?.values.testBitsPerToken?.at(-1) ?? Number.NaN
      return [{ x, decay: decayOf(settings), test, train: trainBitsPerToken, live: true }]
    }),
  }
}

/** By model size where several models saw the same number of strings; by data otherwise. */
export const isByModel = (runs: readonly { params: number; datasetSize: number }[]): boolean =>
  new Set(runs.map(({ params }) => params)).size > new Set(runs.map(({ datasetSize }) => datasetSize)).size

/** −log2 p_source of a held-out token, mean: what no model can beat. Infinity-free, as it comes from the records' own sums. */
export const entropyOf = (record: TrialRecord): number =>
  record.heldoutBitsPerToken + record.heldoutMemorizedBits / (record.heldoutStrings * record.seqLen)
