/** Says what trains before the sweep itself can begin, and how far that is. */

import { countText } from '@/core/text/number'
import type { RunState } from '@/state/run-store'

export const preparingText = ({ what, step, steps }: NonNullable<RunState['preparing']>): string =>
  `Training ${what} first: step ${countText(step)} of ${countText(steps)}.`
