/** What was seen of convergence and of recall; the capacity itself is said by the view. */
import { meanText } from '@/core/figure-points'
import type { Finding } from '@/core/finding'
import { groupBy } from '@/core/group'
import { decimalText } from '@/core/number-text'
import type { TrialRecord } from '@/core/result'
import { spread } from '@/core/stats'
import { stepsToShare } from '@/core/training-curve'
import { PREFIX_TOKENS } from './recall-prefix'

/** Near enough to the end that what is left is the schedule's tail. */
const MOST = 0.9

export function findings(records: readonly TrialRecord[]): Finding[] {
  return [...groupBy(records, ({ params }) => params)]
    .toSorted(([a], [b]) => b - a)
    .slice(0, 1)
    .flatMap(([, own]) => [...convergenceFinding(own), ...recallFinding(own)])
}

/** By dataset size, ascending. */
const bySize = (records: readonly TrialRecord[]) =>
  [...groupBy(records, ({ datasetSize }) => datasetSize)].toSorted(([a], [b]) => a - b)

function convergenceFinding(records: readonly TrialRecord[]): Finding[] {
  const sizes = bySize(records).flatMap(([datasetSize, runs]) => {
    const steps = runs.flatMap((run) => stepsToShare(run, MOST) ?? [])
    return steps.length === runs.length ? [{ datasetSize, steps }] : []
  })
  const [first, last] = [sizes[0], sizes.at(-1)]
  if (!first || !last || first === last) return []
  const slower = spread(last.steps).mean > spread(first.steps).mean
  return [
    {
      verdict: slower ? 'agrees' : 'differs',
      text: `Of what they hold in the end, ${100 * MOST} % are there after ${meanText(first.steps, 0)} steps with ${first.datasetSize} strings, and after ${meanText(last.steps, 0)} with ${last.datasetSize}.`,
      paper: 'Morris et al.: larger datasets converge more slowly, to the same bits',
    },
  ]
}

/** Whole strings are gone below this share, and all there above the other. */
const GONE = 0.05
const WHOLE = 0.95

function recallFinding(records: readonly TrialRecord[]): Finding[] {
  const sizes = bySize(records).flatMap(([, runs]) => {
    const shares = runs.flatMap(({ measures }) => measures.exactRecall ?? [])
    if (shares.length < runs.length) return []
    return [{ ratio: runs[0]!.datasetBits / runs[0]!.params, recall: spread(shares).mean, runs }]
  })
  if (sizes.length === 0) return []
  const whole = sizes.findLast(({ recall }) => recall >= WHOLE)
  const gone = sizes.find(({ recall }) => recall <= GONE)
  if (!whole || !gone || gone.ratio < whole.ratio) {
    return [
      {
        verdict: 'not reached',
        text: `No cliff of exact recall: it would fall from over ${WHOLE} to under ${GONE} inside the range of data that was run. Add ${whole ? 'larger' : 'smaller'} datasets${whole ? '' : ', or train longer'}.`,
      },
    ]
  }
  const bits = gone.runs.map(({ bitsPerParam }) => bitsPerParam)
  return [
    {
      verdict: 'seen',
      text: `Given their first ${PREFIX_TOKENS} tokens, ${Math.round(100 * whole.recall)} % of the strings are recalled whole at ${decimalText(whole.ratio)} bits of data per parameter and ${Math.round(100 * gone.recall)} % at ${decimalText(gone.ratio)}, though the model then still holds ${meanText(bits)} bits per parameter.`,
    },
  ]
}
