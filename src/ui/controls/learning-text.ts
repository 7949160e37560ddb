/** What the models that train now are doing, in a sentence. Pure. */
import { countText, durationText, percentText, plural, rangeText } from '@/core/text/number'
import type { RunState } from '@/state/run-store'

type Watched = Pick<RunState, 'sweep' | 'live' | 'progress' | 'expectedSeconds'>

/** `Model 25 of 42 is learning 143 strings: 61 % of their bits known. 50 s left.` */
export function learningText({ sweep, live, progress, expectedSeconds }: Watched): string {
  if (!progress || !sweep) return 'The first model starts…'
  const { trialsFinished, trialsTotal } = progress
  const training = sweep.trials.filter(({ key }) => live.has(key))
  const sizes = training.map(({ datasetSize }) => datasetSize)
  const first = Math.min(trialsFinished + 1, trialsTotal)
  const last = Math.min(trialsFinished + Math.max(1, training.length), trialsTotal)
  const who =
    first === last
      ? `Model ${first} of ${trialsTotal} is learning`
      : `Models ${first} to ${last} of ${trialsTotal} are learning`
  const left = leftText(progress, expectedSeconds)
  if (training.length === 0) return `${who}. ${left}`
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const strings = least === most ? plural(least, 'string') : `${rangeText(least, most, countText)} strings`
  return `${who} ${strings}: ${percentText(knownShare([...live.values()]))} of the bits known. ${left}`
}

function knownShare(
  models: readonly { readonly memorizedBits: number; readonly datasetBits: number }[],
): number {
  const data = models.reduce((sum, { datasetBits }) => sum + datasetBits, 0)
  const known = models.reduce((sum, { memorizedBits }) => sum + Math.max(0, memorizedBits), 0)
  return data > 0 ? Math.min(1, known / data) : 0
}

/** Until a tenth is done, what was planned tells more than how fast it has gone. */
const TOLD_BY_PLAN = 0.1

function leftText(
  { workDone, remainingSeconds }: NonNullable<RunState['progress']>,
  expectedSeconds: number | undefined,
): string {
  const planned = workDone < TOLD_BY_PLAN ? expectedSeconds : undefined
  const seconds = planned === undefined ? remainingSeconds : planned * (1 - workDone)
  return Number.isFinite(seconds) ? `${durationText(seconds)} left.` : ''
}
