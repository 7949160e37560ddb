/** The members that train now, as exhibits see them: those of the sweep on show that have no record yet. Pure. */
import type { LiveTrial } from '@/core/figures/figure'
import type { ShownResults } from '@/state/results-store'
import type { RunState } from '@/state/run-store'

export function liveTrials(
  { live, looked, courses }: Pick<RunState, 'live' | 'looked' | 'courses'>,
  { kind, trialKeys, records }: Pick<ShownResults, 'kind' | 'trialKeys' | 'records'>,
): LiveTrial[] {
  if (kind !== 'sweep' || live.size === 0) return []
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  return [...live.values()]
    .filter(({ trialKey }) => trialKeys.has(trialKey) && !finished.has(trialKey))
    .map(({ trialKey, datasetBits, trainBitsPerToken, memorizedBits }) => ({
      trialKey,
      datasetBits,
      trainBitsPerToken,
      memorizedBits,
      looked: looked.get(trialKey),
      course: courses.get(trialKey),
    }))
}
