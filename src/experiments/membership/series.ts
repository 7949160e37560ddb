/** The attack on one model by data, as figures and findings see it. */
import { fitSigmoid, type SigmoidFit } from '@/core/metrics/sigmoid-fit'
import { mean } from '@/core/metrics/stats'
import type { CapacityAxis } from '@/core/runs/data-over-capacity'
import { bySize, type ModelRuns, measureOf, type SizeRuns } from '@/core/runs/group'
import {
  datasetBitsOf,
  type FinishedRun,
  finishedRuns,
  type Run,
  startedRuns,
  uniformBitsOf,
} from '@/core/runs/run'

/** Scores of an attack that knows nothing: AUC ½, F1 of calling every string a member. */
export const CHANCE = { auc: 0.5, f1: 2 / 3 } as const
export type Score = keyof typeof CHANCE

export interface AttackedSize extends SizeRuns<FinishedRun> {
  /** Data over capacity. */
  readonly x: number
}

/** The finished runs of one model by their number of strings, least data first. */
export const attackedSizes = ({ runs }: Pick<ModelRuns, 'runs'>, axis: CapacityAxis): AttackedSize[] =>
  bySize(finishedRuns(runs)).map((size) => ({ ...size, x: axis.of(size.runs[0]!) }))

/** Bits that a run's strings take without any knowledge, N·S·log2 V, for each parameter: what the paper's law is about. */
export const rawBitsPerParam = (run: Run): number => uniformBitsOf(run) / run.trial.params

/** Raw bits for each bit that the source gives a model's strings; 1 before the first run has drawn its own. */
export function rawPerSourceBit({ runs }: Pick<ModelRuns, 'runs'>): number {
  const started = startedRuns(runs)
  return started.length === 0 ? 1 : mean(started.map((run) => uniformBitsOf(run) / datasetBitsOf(run)))
}

/** A curve through the means of the sizes, over bits of data for each parameter. */
export function attackFit(model: ModelRuns, axis: CapacityAxis, score: Score): SigmoidFit | undefined {
  const capacity = axis.capacityOf(model.params)
  const points = attackedSizes(model, axis).flatMap(({ x, runs }) => {
    const scores = measureOf(runs, score)
    return scores.length === 0 ? [] : [{ dataBitsPerParam: x * capacity, score: mean(scores) }]
  })
  return fitSigmoid(points, CHANCE[score])
}
