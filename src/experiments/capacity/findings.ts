/** What was seen of convergence and of recall; the capacity itself is said by the view. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { keptStepSpacing, stepsToShare } from '@/core/runs/curve'
import { changeText, countText, decimalText } from '@/core/text/number'
import { PREFIX_TOKENS } from './recall-prefix'

/** Near enough to the end that what is left is the schedule's tail. */
const MOST = 0.9
/** Of the most bits that any size ends with. */
const SAME_BITS = 0.9

export function findings(records: readonly TrialRecord[]): Finding[] {
  return [...groupBy(records, ({ params }) => params)]
    .toSorted(([a], [b]) => b - a)
    .slice(0, 1)
    .flatMap(([, own]) => [...convergenceFinding(own), ...recallFinding(own)])
}

/** By dataset size, ascending. */
const bySize = (records: readonly TrialRecord[]) =>
  [...groupBy(records, ({ datasetSize }) => datasetSize)].toSorted(([a], [b]) => a - b)

/** Sizes whose runs end within a tenth of the most bits: the paper's sentence is about those alone. */
function onPlateau(records: readonly TrialRecord[]) {
  const sizes = bySize(records).map(([datasetSize, runs]) => ({
    datasetSize,
    runs,
    bits: runs.map(({ memorizedBits }) => memorizedBits),
  }))
  const most = Math.max(...sizes.map(({ bits }) => spread(bits).mean))
  return sizes.flatMap(({ datasetSize, runs, bits }) => {
    const steps = runs.flatMap((run) => stepsToShare(run, MOST) ?? [])
    const isThere = spread(bits).mean >= SAME_BITS * most
    return isThere && steps.length === runs.length ? [{ datasetSize, bits, steps, runs }] : []
  })
}

function convergenceFinding(records: readonly TrialRecord[]): Finding[] {
  const sizes = onPlateau(records)
  const [first, last] = [sizes[0], sizes.at(-1)]
  if (!first || !last) return []
  const paper = 'Morris et al.: larger datasets converge more slowly, to the same bits'
  if (first === last) {
    return [
      {
        verdict: 'not reached',
        text: `Only the runs with ${first.datasetSize} strings end within a tenth of the most bits: whether larger data take longer to the same bits, only more of such sizes would tell.`,
        paper,
      },
    ]
  }
  const spacing = Math.max(...[...first.runs, ...last.runs].map(keptStepSpacing))
  // More than one kept step, whose rounding to whole steps leaves neighbours a little unequal.
  const apart = (1 + spacing) ** 1.5
  const isLater = Math.min(...last.steps) > apart * Math.max(...first.steps)
  const isNoLater = spread(last.steps).mean <= apart * spread(first.steps).mean
  const at = ({ steps, bits, datasetSize }: typeof first) =>
    `${meanText(steps, 0, 'steps')} with ${datasetSize} strings (${countText(spread(bits).mean)} bits in the end)`
  return [
    {
      verdict: isLater ? 'agrees' : isNoLater ? 'differs' : 'not reached',
      text: `Of the datasets that end at about the same bits, ${100 * MOST} % of these are there after ${at(first)} and after ${at(last)}${
        isLater
          ? ''
          : isNoLater
            ? `: no later than the kept steps tell apart, ${changeText(spacing)}`
            : ': seeds differ by as much, run more of them'
      }.`,
      paper,
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
      text: `Given their first ${PREFIX_TOKENS} tokens, ${Math.round(100 * whole.recall)} % of the strings are recalled whole at ${decimalText(whole.ratio)} bits of data per parameter and ${Math.round(100 * gone.recall)} % at ${decimalText(gone.ratio)}, though the model then still holds ${meanText(bits, 2, 'bits per parameter')}.`,
    },
  ]
}
