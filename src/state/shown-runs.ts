/** The runs behind what is on show, and earlier ones of the same sweep. Pure. */
import type { RecordedResults } from '@/core/results/recorded'
import type { TrialRecord } from '@/core/results/result'
import { joinRuns, type Run, runsOfRecords } from '@/core/runs/run'
import type { Sweep } from '@/core/sweep/sweep'
import type { ShownResults } from './results-store'

const plans = new WeakMap<Sweep, readonly Run[]>()

/**
 * Where there is nothing to show at all, the plan of the config that is set: axes are made for it before anything has trained.
 * @returns the same array for the same results.
 */
export function shownRuns(
  { kind, runs }: Pick<ShownResults, 'kind' | 'runs'>,
  sweep: Sweep | undefined,
): readonly Run[] {
  if (kind === 'sweep' || runs.length > 0 || !sweep) return runs
  const known = plans.get(sweep) ?? joinRuns(sweep.trials, new Map())
  plans.set(sweep, known)
  return known
}

/** A trial's key without its seed, which stands last. */
const configOf = (trialKey: string): string => trialKey.replace(/\/s\d+$/, '')

/**
 * Finished runs of the same configs as a sweep's, whatever their seeds: the recorded ones, or else this browser's own of other seeds. They are
 * drawn under the sweep, so that nothing that was on show is gone when it starts.
 * @param keys of the sweep's trials. @param known records by their trial keys.
 */
export function earlierRuns(
  keys: readonly string[],
  recorded: RecordedResults | undefined,
  known: ReadonlyMap<string, TrialRecord>,
): readonly Run[] {
  const configs = new Set(keys.map(configOf))
  const own = new Set(keys)
  const alike = ({ trialKey }: TrialRecord) => configs.has(configOf(trialKey))
  const published = recorded?.records.filter(alike) ?? []
  if (published.length > 0) return runsOfRecords(published)
  return runsOfRecords([...known.values()].filter((record) => alike(record) && !own.has(record.trialKey)))
}
