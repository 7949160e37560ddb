/** Runs at their places on the horizontal axis: by data or by model. */
import type { FigureAxis } from '@/core/figures/figure'
import { axisOver } from '@/core/figures/figure-points'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { lastValue } from '@/core/runs/curve'
import { capacityAxis } from '@/core/runs/data-over-capacity'
import { type Run, type StartedRun, startedRuns, trainLossOf } from '@/core/runs/run'
import type { Settings } from '@/core/sweep/trial'

export const TEST_CURVE = 'test.bitsPerToken'

export interface PlacedRun {
  readonly run: StartedRun
  /** Data over what the model held at most, or parameters. */
  readonly x: number
  readonly decay: number
  /** Bits per token; NaN before the first probe. */
  readonly test: number
  readonly train: number
}

export interface PlacedRuns {
  readonly byModel: boolean
  readonly x: FigureAxis
  readonly placed: readonly PlacedRun[]
}

export const decayOf = (settings: Settings): number =>
  Number(settings.weightDecay ?? RECIPE_OPTIONS.weightDecay)

export const ofDecay = <R extends Run>(runs: readonly R[], decay: number): R[] =>
  runs.filter(({ trial }) => decayOf(trial.settings) === decay)

/** Weight decays of the runs, in ascending order, each once. */
export const decaysOf = (runs: readonly Run[]): number[] =>
  [...new Set(runs.map(({ trial }) => decayOf(trial.settings)))].toSorted((a, b) => a - b)

/** @param parametersLabel of the axis where runs stand by model. */
export function placedRuns(runs: readonly Run[], parametersLabel: string): PlacedRuns {
  const byModel = isByModel(runs)
  const capacity = capacityAxis(runs)
  const sizes = runs.map(({ trial }) => trial.params)
  return {
    byModel,
    x: byModel
      ? axisOver(parametersLabel, 'log', sizes, [Number.POSITIVE_INFINITY, 0])
      : axisOver(capacity.label, 'log', capacity.range, [1, 1]),
    placed: startedRuns(runs).map((run) => ({
      run,
      x: byModel ? run.trial.params : capacity.of(run),
      decay: decayOf(run.trial.settings),
      test:
        run.state === 'finished'
          ? run.record.heldoutBitsPerToken
          : (lastValue(run, TEST_CURVE) ?? Number.NaN),
      train: trainLossOf(run),
    })),
  }
}

/** Whether the x axis is the size of the model: where there are more models than numbers of strings. */
export const isByModel = (runs: readonly Run[]): boolean =>
  new Set(runs.map(({ trial }) => trial.params)).size >
  new Set(runs.map(({ trial }) => trial.datasetSize)).size

/** Mean −log2 p_source of a held-out token, which no model can beat: from the record's own sums. */
export const entropyOf = (record: TrialRecord): number =>
  record.heldoutBitsPerToken + record.heldoutMemorizedBits / (record.heldoutStrings * record.seqLen)
