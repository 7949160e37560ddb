/** The runs behind what is on show. Pure. */
import { joinRuns, type Run } from '@/core/runs/run'
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
