/** Says what trains before the sweep itself can begin, and how far that is. */
import type { RunState } from '@/state/run-store'
import { formatCount } from '../format'

export const preparingText = ({ what, step, steps }: NonNullable<RunState['preparing']>): string =>
  `Training ${what} first: step ${formatCount(step)} of ${formatCount(steps)}.`
