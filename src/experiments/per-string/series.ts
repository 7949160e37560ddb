/** Runs of single strings, as figures and sentences see them. */
import { groupBy } from '@/core/group'
import type { TrialRecord } from '@/core/results/result'
import { type PlantedKind, plantingOf } from './plant'

/** Runs of one model on one number of strings with the same strings planted: all seeds. */
export interface RunGroup {
  readonly key: string
  /** Whichever of size and model tells it from the others; empty where there is one group only. */
  readonly about: string
  readonly kind: PlantedKind
  /** Numbers of copies, ascending. */
  readonly repeats: readonly number[]
  readonly records: readonly TrialRecord[]
}

export function runGroups(records: readonly TrialRecord[]): RunGroup[] {
  const usable = records.filter(({ measures }) => measures.memorizedBitsPerString !== undefined)
  const sorted = usable.toSorted((a, b) => a.params - b.params || a.datasetSize - b.datasetSize)
  const groups = [...groupBy(sorted, groupKey)]
  const models = new Set(sorted.map(({ params }) => params)).size
  return groups.map(([key, own]) => {
    const { datasetSize, params, settings } = own[0]!
    const { kind, repeats } = plantingOf(settings)
    return {
      key,
      about: groups.length === 1 ? '' : `N ${datasetSize}${models > 1 ? `, P ${params}` : ''}`,
      kind,
      repeats: repeats.toSorted((a, b) => a - b),
      records: own,
    }
  })
}

const groupKey = ({ params, datasetSize, settings }: TrialRecord): string =>
  [params, datasetSize, ...Object.entries(settings).flat()].join(' ')

/** One value for each seed that has it. */
export const measured = (group: RunGroup, name: string): number[] =>
  group.records.flatMap(({ measures }) => (measures[name] === undefined ? [] : [measures[name]]))

/** The run whose single strings are drawn: of the most data, the first seed. */
export function shownRun(records: readonly TrialRecord[]): TrialRecord | undefined {
  const usable = records.filter(({ traces }) => traces['strings.memorizedBits'] !== undefined)
  return usable.toSorted((a, b) => b.datasetSize - a.datasetSize || a.seed - b.seed)[0]
}
