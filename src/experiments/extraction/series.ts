/** Recall and membership by data, as figures and findings see them. */
import { groupBy } from '@/core/group'
import type { CrossingPoint } from '@/core/metrics/crossing'
import { mean } from '@/core/metrics/stats'
import type { CapacityAxis } from '@/core/runs/data-over-capacity'
import { bySize } from '@/core/runs/group'
import type { FinishedRun } from '@/core/runs/run'

export type Reading = (run: FinishedRun) => number

/** Share of the training strings that come back whole from their first `prefix` tokens. */
export const recallOf =
  (prefix: number): Reading =>
  ({ record }) =>
    record.traces['recall.train']?.[prefix] ?? Number.NaN

/** The same share of strings that the model never saw. */
export const newRecallOf =
  (prefix: number): Reading =>
  ({ record }) =>
    record.traces['recall.heldout']?.[prefix] ?? Number.NaN

export const aucOf: Reading = ({ record }) => record.measures.auc ?? Number.NaN

/** Mean over seeds at each size of one model, by data over capacity. */
export const meansBySize = (
  runs: readonly FinishedRun[],
  axis: CapacityAxis,
  read: Reading,
): CrossingPoint[] =>
  bySize(runs)
    .map(({ runs: own }) => ({ x: axis.of(own[0]!), y: mean(own.map(read)) }))
    .filter(({ y }) => Number.isFinite(y))

/** The sizes of one model, seed by seed. */
export const bySeed = (runs: readonly FinishedRun[]): FinishedRun[][] => [
  ...groupBy(runs, ({ trial }) => trial.seed).values(),
]
