/** Which runs the figures and sentences are about. */
import { ofLargestModel, ofMostData, pairedBySeed } from '@/core/runs/group'
import { type FinishedRun, memorizedBitsOf, type Run } from '@/core/runs/run'
import { type Precision, precisionOf } from './formats'

/** Those of the largest model on its largest dataset: the fullest that was trained. */
export const largestRuns = <R extends Run>(runs: readonly R[]): R[] => ofMostData(ofLargestModel(runs))

export const runsIn = <R extends Run>(precision: Precision, runs: readonly R[]): R[] =>
  runs.filter(({ trial }) => precisionOf(trial.settings) === precision)

/** Memorised bits against float32's, −0.04 for a twenty-fifth less; one for each seed that both have. */
export const changesFrom = (
  float32: readonly FinishedRun[],
  precision: Precision,
  runs: readonly FinishedRun[],
): number[] =>
  pairedBySeed(
    runsIn(precision, runs),
    float32.filter((run) => memorizedBitsOf(run) > 0),
    (run, base) => memorizedBitsOf(run) / memorizedBitsOf(base) - 1,
  )
