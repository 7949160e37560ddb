/** Findings: whether memorisation rises and falls with the amount of text, and how well the language is learned. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf, Verdict } from '@/core/findings/finding'
import { type Decision, decideAbove } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { byModel, bySize, pairedBySeed, type SizeRuns } from '@/core/runs/group'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { floorPerParam, memorizedPerParam, netPerParam, type Reading, referenceLoss } from './series'

/** Memorised bits for each parameter, one value for each seed. */
interface BitsAt {
  readonly strings: number
  readonly bits: readonly number[]
}

interface OfModel {
  /** Which of several models, `, P 1536`. */
  readonly about: string
}

export interface TextValues {
  readonly peak: OfModel & {
    readonly top: BitsAt
    /** The largest amount of text, with what as many new strings show; none for runs from before that was measured. */
    readonly last: BitsAt & {
      readonly floor: readonly number[] | undefined
      readonly net: readonly number[] | undefined
    }
    /** Rise to the top and fall from it, as shares of the top within a seed; undefined where the top is at an end. */
    readonly rise: Decision | undefined
    readonly fall: Decision | undefined
  }
  /** Double descent: loss on new text with the fewest strings, where it is highest, and with the most; bits per character of each seed. */
  readonly testPeak: OfModel & {
    readonly strings: number
    readonly first: readonly number[]
    readonly top: readonly number[]
    readonly last: readonly number[]
    /** ln of the highest loss over that at either end, within a seed; undefined where the highest is at an end. */
    readonly rise: Decision | undefined
    readonly fall: Decision | undefined
  }
  readonly loss: OfModel & {
    readonly strings: number
    readonly bitsPerCharacter: readonly number[]
    readonly reference: readonly number[]
  }
}
export type TextFinding = FindingOf<TextValues>

/** A rise of the loss by less is no peak: seeds of one size differ by as much. */
const PEAK_RISE = Math.log(1.1)
/** A rise or a fall by less of the top is as good as none: on a plateau, seeds differ by as much. */
const CHANGE_MARGIN = 0.2

export const findings = ({ runs }: ExhibitInput): TextFinding[] =>
  byModel(finishedRuns(runs)).flatMap(({ about, runs: own }) => {
    const sizes = bySize(own)
    const last = sizes.at(-1)!
    return sizes.length === 1
      ? []
      : [peakFinding(sizes, last, about), testPeakFinding(sizes, about), lossFinding(last, about)]
  })

const lossFinding = ({ datasetSize, runs }: SizeRuns<FinishedRun>, about: string): TextFinding => ({
  id: 'loss',
  verdict: 'seen',
  values: {
    about,
    strings: datasetSize,
    bitsPerCharacter: runs.map(({ record }) => record.heldoutBitsPerToken),
    reference: runs.map(referenceLoss),
  },
})

const bitsAt = ({ datasetSize, runs }: SizeRuns<FinishedRun>): BitsAt => ({
  strings: datasetSize,
  bits: runs.map(memorizedPerParam),
})

function peakFinding(
  sizes: readonly SizeRuns<FinishedRun>[],
  last: SizeRuns<FinishedRun>,
  about: string,
): TextFinding {
  const means = sizes.map(({ runs }) => mean(runs.map(memorizedPerParam)))
  const top = sizes[means.indexOf(Math.max(...means))]!
  const isInside = top !== sizes[0] && top !== last
  /** How much less there is at another size. */
  const less = ({ runs }: SizeRuns<FinishedRun>): Decision | undefined => {
    if (!isInside) return undefined
    const shares = pairedBySeed(
      top.runs,
      runs,
      (own, other) => 1 - memorizedPerParam(other) / memorizedPerParam(own),
    )
    return shares.length === 0 ? undefined : decideAbove(effectOf(shares), CHANGE_MARGIN)
  }
  const measured = (read: Reading) => {
    const values = last.runs.map(read)
    return values.every(Number.isFinite) ? values : undefined
  }
  const [rise, fall] = [less(sizes[0]!), less(last)]
  return {
    id: 'peak',
    verdict: rise && fall ? both(rise, fall) : 'not reached',
    values: {
      about,
      top: bitsAt(top),
      last: { ...bitsAt(last), floor: measured(floorPerParam), net: measured(netPerParam) },
      rise,
      fall,
    },
  }
}

const testLoss = ({ record }: FinishedRun): number => record.heldoutBitsPerToken

function testPeakFinding(sizes: readonly SizeRuns<FinishedRun>[], about: string): TextFinding {
  const means = sizes.map(({ runs }) => mean(runs.map(testLoss)))
  const at = means.indexOf(Math.max(...means))
  const [first, top, last] = [sizes[0]!, sizes[at]!, sizes.at(-1)!]
  const higherThan = ({ runs }: SizeRuns<FinishedRun>): Decision | undefined => {
    if (top === first || top === last) return undefined
    const ratios = pairedBySeed(top.runs, runs, (own, other) => Math.log(testLoss(own) / testLoss(other)))
    return ratios.length === 0 ? undefined : decideAbove(effectOf(ratios), PEAK_RISE)
  }
  const [rise, fall] = [higherThan(first), higherThan(last)]
  return {
    id: 'testPeak',
    verdict: rise && fall ? both(rise, fall) : 'not reached',
    values: {
      about,
      strings: top.datasetSize,
      first: first.runs.map(testLoss),
      top: top.runs.map(testLoss),
      last: last.runs.map(testLoss),
      rise,
      fall,
    },
  }
}

/** The verdict on a statement with two parts: `agrees` where both do, else that of the first part that does not. */
const both = (rise: Decision, fall: Decision): Verdict =>
  rise.verdict === 'agrees' ? fall.verdict : rise.verdict

/** Presets that decide what smaller ones leave open. */
export const settledBy = { peak: 'quick', testPeak: 'quick' } as const satisfies Partial<
  Record<TextFinding['id'], string>
>
