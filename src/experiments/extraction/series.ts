/** Recall and membership of one model by data, as figures and sentences see them. */

import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import type { CapacityAxis } from '@/core/runs/data-over-capacity'

export interface ExtractedModel {
  readonly params: number
  /** For labels and sentences: empty where there is one model only. */
  readonly about: string
  /** By size. */
  readonly records: readonly TrialRecord[]
}

export function extractedModels(records: readonly TrialRecord[]): ExtractedModel[] {
  const usable = records.filter(({ traces }) => traces['recall.train'] !== undefined)
  const groups = [...groupBy(usable, ({ params }) => params)].toSorted(([a], [b]) => a - b)
  return groups.map(([params, own]) => ({
    params,
    about: groups.length > 1 ? `, P ${params}` : '',
    records: own.toSorted((a, b) => a.datasetSize - b.datasetSize),
  }))
}

/** Share of the training strings that come back whole from their first `prefix` tokens. */
export const recallOf = (record: TrialRecord, prefix: number): number =>
  record.traces['recall.train']?.[prefix] ?? Number.NaN

export const heldOutRecallOf = (record: TrialRecord, prefix: number): number =>
  record.traces['recall.heldout']?.[prefix] ?? Number.NaN

/** Mean over seeds at each size, by data over capacity. */
export function meansBySize(
  records: readonly TrialRecord[],
  axis: CapacityAxis,
  read: (record: TrialRecord) => number,
): { readonly x: number; readonly y: number }[] {
  return [...groupBy(records, (record) => axis.ofRecord(record))]
    .toSorted(([a], [b]) => a - b)
    .map(([x, runs]) => ({ x, y: spread(runs.map(read)).mean }))
    .filter(({ y }) => Number.isFinite(y))
}

/** Where a curve first falls to `level`, between two points on a log axis; undefined where it does not, or starts below. */
export function fallsTo(
  level: number,
  points: readonly { readonly x: number; readonly y: number }[],
): number | undefined {
  const at = points.findIndex(({ y }) => y <= level)
  if (at < 1) return undefined
  const [before, after] = [points[at - 1]!, points[at]!]
  const share = (before.y - level) / (before.y - after.y)
  return before.x * (after.x / before.x) ** share
}
