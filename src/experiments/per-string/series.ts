/** Runs of single strings, as figures and findings see them. */

import { byConfig, byModel } from '@/core/runs/group'
import { type FinishedRun, finishedRuns, type Run } from '@/core/runs/run'
import { plural } from '@/core/text/number'
import { type PlantedKind, plantingOf } from './planted-strings'

/** Runs that differ in nothing but their seeds. */
export interface RunGroup {
  readonly key: string
  /** Whichever of size and model tells it from the others, `N 974`; empty where there is one group only. */
  readonly about: string
  readonly kind: PlantedKind
  /** Numbers of copies, ascending. */
  readonly repeats: readonly number[]
  readonly runs: readonly FinishedRun[]
}

/** Groups of finished runs, small models first, then little data. */
export function runGroups(runs: readonly Run[]): RunGroup[] {
  const usable = finishedRuns(runs).filter(
    ({ record }) => record.measures.memorizedBitsPerString !== undefined,
  )
  const groups = byModel(usable).flatMap(({ about, runs: own }) =>
    byConfig(own).map((group) => ({ about, group })),
  )
  return groups.map(({ about, group }) => {
    const { params, datasetSize, settings } = group[0]!.trial
    const { kind, repeats } = plantingOf(settings)
    return {
      // Not of a trial: whichever seed finishes first, it is the same line.
      key: [params, datasetSize, ...Object.entries(settings).flat()].join(' '),
      about: groups.length === 1 ? '' : `${plural(datasetSize, 'string')}${about}`,
      kind,
      repeats: repeats.toSorted((a, b) => a - b),
      runs: group,
    }
  })
}

/** The run whose single strings are drawn: of the most data, the first seed. */
export const shownRun = (runs: readonly Run[]): FinishedRun | undefined =>
  finishedRuns(runs)
    .filter(({ record }) => record.traces['strings.memorizedBits'] !== undefined)
    .toSorted((a, b) => b.trial.datasetSize - a.trial.datasetSize || a.trial.seed - b.trial.seed)[0]
