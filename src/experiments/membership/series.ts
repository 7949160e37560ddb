/** The attack on one model by data, as figures and sentences see it. */

import type { FigureInput } from '@/core/figures/figure'
import { groupBy } from '@/core/group'
import { fitSigmoid, type SigmoidFit } from '@/core/metrics/sigmoid-fit'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'

/** What an attack scores that knows nothing: AUC ½, F1 of calling every string a member. */
export const CHANCE = { auc: 0.5, f1: 2 / 3 } as const
export type Score = keyof typeof CHANCE

export interface AttackedModel {
  readonly params: number
  /** For sentences and labels: empty where there is one model only. */
  readonly about: string
  readonly records: readonly TrialRecord[]
}

export function attackedModels(records: readonly TrialRecord[]): AttackedModel[] {
  const groups = [...groupBy(records, ({ params }) => params)].toSorted(([a], [b]) => a - b)
  return groups.map(([params, own]) => ({
    params,
    about: groups.length > 1 ? `, P ${params}` : '',
    records: own.toSorted((a, b) => a.datasetSize - b.datasetSize),
  }))
}

/** Runs of one size, all seeds. */
export interface SizeRuns {
  /** Data over capacity. */
  readonly x: number
  readonly datasetSize: number
  values(measure: string): number[]
}

export function bySize({ records }: AttackedModel, axis: CapacityAxis): SizeRuns[] {
  return [...groupBy(records, ({ datasetSize }) => datasetSize)].map(([datasetSize, runs]) => ({
    x: axis.ofRecord(runs[0]!),
    datasetSize,
    values: (measure) =>
      runs.flatMap(({ measures }) => (measures[measure] === undefined ? [] : [measures[measure]])),
  }))
}

/** Through the means of the sizes, in bits of data per parameter. */
export function attackFit(model: AttackedModel, axis: CapacityAxis, score: Score): SigmoidFit | undefined {
  const capacity = axis.capacityOf(model.params)
  const points = bySize(model, axis).flatMap(({ x, values }) => {
    const scores = values(score)
    return scores.length === 0 ? [] : [{ dataBitsPerParam: x * capacity, score: spread(scores).mean }]
  })
  return fitSigmoid(points, CHANCE[score])
}

/** The axis of a finished sweep, for sentences. */
export const axisOfRecords = (records: readonly TrialRecord[]): CapacityAxis =>
  capacityAxis({ planned: [], records })

/** Of what is planned, runs and has run. */
export const firstSeed = ({ planned, records }: Pick<FigureInput, 'planned' | 'records'>): number =>
  Math.min(...planned.map(({ seed }) => seed), ...records.map(({ seed }) => seed))
