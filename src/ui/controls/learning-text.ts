/** What the models that train now are doing, in a sentence. Pure. */
import type { Exhibit } from '@/core/figures/figure'
import { learningStrings } from '@/core/runs/learning'
import { isTraining, joinRuns } from '@/core/runs/run'
import { countText, roughDurationText } from '@/core/text/number'
import type { RunState } from '@/state/run-store'

type Learning = Pick<RunState, 'sweep' | 'live' | 'progress'>

/**
 * `Model 25 of 42 is learning 143 strings: 61 % of the bits known.`
 * @param exhibit of the sweep's experiment, whose own words say what is learned and how far.
 */
export function learningText(
  { sweep, live, progress }: Learning,
  exhibit?: Pick<Exhibit, 'learning'>,
): string {
  if (!progress || !sweep) return 'The first model starts…'
  const { trialsFinished, trialsTotal } = progress
  const training = joinRuns(sweep.trials, new Map(), live).filter(isTraining)
  const first = Math.min(trialsFinished + 1, trialsTotal)
  const last = Math.min(trialsFinished + Math.max(1, training.length), trialsTotal)
  const isOne = first === last
  const which = isOne ? `Model ${first}` : `Models ${first}–${last}`
  const who = `${which} of ${trialsTotal}`
  if (training.length === 0) return `${who} ${isOne ? 'starts' : 'start'}.`
  const [size, ...sizes] = new Set(training.map(({ trial }) => trial.params))
  const hasSizes = new Set(sweep.trials.map(({ params }) => params)).size > 1
  const of = hasSizes && size !== undefined && sizes.length === 0 ? ` (${countText(size)} parameters)` : ''
  const what = exhibit?.learning?.(training) ?? learningStrings(training)
  return `${who}${of} ${isOne ? 'is' : 'are'} learning ${what}.`
}

/** Until a tenth is done, what was planned tells more than how fast it has gone. */
const TOLD_BY_PLAN = 0.1

/** `50 s`; undefined while nobody knows. */
export function leftText({
  progress,
  expectedSeconds,
}: Pick<RunState, 'progress' | 'expectedSeconds'>): string | undefined {
  if (!progress) return undefined
  const { workDone, remainingSeconds } = progress
  const planned = workDone < TOLD_BY_PLAN ? expectedSeconds : undefined
  const seconds = planned === undefined ? remainingSeconds : planned * (1 - workDone)
  return Number.isFinite(seconds) ? roughDurationText(seconds) : undefined
}
