/** What trains before the sweep can begin, for the run bar and for those who listen. */
import type { RunState } from '@/state/run-store'
import { formatCount } from '../format'

export const preparingText = ({ what, step, steps }: NonNullable<RunState['preparing']>): string =>
  `Training ${what} first: step ${formatCount(step)} of ${formatCount(steps)}.`
