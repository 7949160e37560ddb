/** Findings: where the peak is, whether a second descent follows, what weight decay does. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf, Verdict } from '@/core/findings/finding'
import { type Decision, decideAbove, decideEqual } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { isMost, mean } from '@/core/metrics/stats'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { byModel, meansOfSeeds } from '@/core/runs/group'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import {
  decaysOf,
  entropyOf,
  HELD,
  isByModel,
  type LossCurve,
  lossCurves,
  type Model,
  modelOf,
  ofDecay,
  type Peak,
  riseOf,
} from './series'

/** A number of every seed, the mean over its models. Losses in bits per token. */
type BySeed = readonly number[]

/** Of several models on the same strings. */
interface ModelPeak {
  readonly decay: number
  /** The model with the highest mean test loss; undefined where it is the smallest or the largest. */
  readonly top: Model | undefined
  /** Whether that is the smallest model that holds its strings. */
  readonly isFirstToHold: boolean
  /** Memorised bits for each parameter of the largest model that does not hold them. */
  readonly fullBitsPerParam: number | undefined
}

/** Why a peak has no place: sizes around it that lie too far apart, or none that is the last to be held whole. */
type PeakDoubt = 'coarse' | 'whole unknown'

export interface DoubleDescentValues {
  /**
   * Peaks of the seeds and models: empty where most have theirs at an end. Decided on ln of the data at the peak over the most data that are
   * held whole.
   */
  readonly peak: {
    readonly peaks: readonly Peak[]
    readonly decision: Decision | undefined
    readonly doubt: PeakDoubt | undefined
  }
  readonly descent: {
    readonly before: BySeed
    readonly after: BySeed
    readonly guessing: number
    readonly entropy: number
    readonly belowGuessing: Decision
    readonly belowBefore: Decision
  }
  /** For uniform strings, on which there is nothing to learn after the peak. */
  readonly overconfidence: { readonly after: BySeed; readonly guessing: number }
  readonly decay: {
    readonly decay: number
    /** Test loss at the recipe's peak: of the recipe, and of this weight decay with the same strings. */
    readonly recipe: BySeed
    readonly atPeak: BySeed
    /** Its own highest test loss. */
    readonly highest: BySeed
    /** The most that is memorised, as a share of the recipe's. */
    readonly kept: BySeed
    readonly decision: Decision
  }
  /** A weight decay that was run without the recipe's beside it; no losses where only one size was run. */
  readonly decayAlone: {
    readonly decay: number
    readonly losses: { readonly first: BySeed; readonly highest: BySeed; readonly last: BySeed } | undefined
    readonly hasPeak: boolean
  }
  readonly models: ModelPeak
}
export type DoubleDescentFinding = FindingOf<DoubleDescentValues>

/** Several models of one seed share its strings, so each seed counts once. */
const overSeeds = <T extends { readonly seed: number }>(
  curves: readonly T[],
  read: (curve: T) => number,
): number[] => meansOfSeeds(curves.map((curve) => ({ seed: curve.seed, value: read(curve) })))

/** Sizes on both sides of the highest one further apart than this do not say where the peak is. */
const WIDEST_GAP = 2
/** A peak within a fifth of the most data that are held whole is at them: a vertex through three sizes is no more exact. */
const PLACE_MARGIN = Math.log(1.2)
/** A rise of the test loss by less is no peak: seeds of one size differ by 4 to 8 %. */
const PEAK_RISE = Math.log(1.1)

export function findings({ runs }: ExhibitInput): DoubleDescentFinding[] {
  const finished = finishedRuns(runs)
  if (finished.length === 0) return []
  if (isByModel(finished)) return byModelFindings(finished)
  const recipe = lossCurves(finished, RECIPE_OPTIONS.weightDecay)
  const others = decaysOf(finished).filter((decay) => decay !== RECIPE_OPTIONS.weightDecay)
  return [
    ...(recipe.length > 0 ? recipeFindings(recipe) : []),
    ...others.map((decay) => decayFinding(decay, lossCurves(finished, decay), recipe)),
  ]
}

function recipeFindings(curves: readonly LossCurve[]): DoubleDescentFinding[] {
  const peaks = curves.flatMap(({ peak }) => peak ?? [])
  if (!isMost(peaks, curves)) return [openPeak([], undefined)]
  return [peakFinding(peaks, curves), descentFinding(curves, peaks)]
}

const openPeak = (peaks: readonly Peak[], doubt: PeakDoubt | undefined): DoubleDescentFinding => ({
  id: 'peak',
  verdict: 'not reached',
  values: { peaks, decision: undefined, doubt },
})

function peakFinding(peaks: readonly Peak[], curves: readonly LossCurve[]): DoubleDescentFinding {
  const close = peaks.filter(({ gap }) => gap <= WIDEST_GAP)
  if (!isMost(close, curves)) return openPeak(peaks, 'coarse')
  const placed = close.flatMap(({ overWhole, ...peak }) =>
    overWhole === undefined ? [] : { ...peak, overWhole },
  )
  if (!isMost(placed, curves)) return openPeak(close, 'whole unknown')
  const places = overSeeds(placed, ({ overWhole }) => Math.log(overWhole))
  const decision = decideEqual(effectOf(places), PLACE_MARGIN)
  return { id: 'peak', verdict: decision.verdict, values: { peaks: placed, decision, doubt: undefined } }
}

function descentFinding(curves: readonly LossCurve[], peaks: readonly Peak[]): DoubleDescentFinding {
  const records = curves.flatMap((curve) => curve.records)
  const guessing = Math.log2(records[0]!.vocab)
  const entropy = mean(records.map(entropyOf))
  const [before, after] = [overSeeds(peaks, (peak) => peak.before), overSeeds(peaks, (peak) => peak.after)]
  if (entropy > 0.98 * guessing) {
    return { id: 'overconfidence', verdict: 'seen', values: { after, guessing } }
  }
  const belowGuessing = decideAbove(effectOf(after.map((loss) => guessing - loss)))
  const belowBefore = decideAbove(effectOf(overSeeds(peaks, (peak) => peak.before - peak.after)))
  return {
    id: 'descent',
    verdict: descentVerdict([belowGuessing, belowBefore]),
    values: { before, after, guessing, entropy, belowGuessing, belowBefore },
  }
}

/** A second descent has to end below guessing and below every loss before the peak; until it does, the data do not reach so far. */
function descentVerdict(parts: readonly Decision[]): Verdict {
  if (parts.every(({ verdict }) => verdict === 'agrees')) return 'seen'
  return parts.some(({ effect }) => effect.mean <= 0) ? 'not reached' : 'not told apart'
}

/** Seed by seed against the recipe's peak, where the recipe was run too. */
function decayFinding(
  decay: number,
  curves: readonly LossCurve[],
  recipe: readonly LossCurve[],
): DoubleDescentFinding {
  const pairs = curves.flatMap((own) => {
    const other = recipe.find(({ of }) => of === own.of)
    const peak = other?.peak && other.records[other.top]
    const at = own.records.find(({ datasetSize }) => datasetSize === peak?.datasetSize)
    const rise = riseOf(own)
    // Curves that begin beyond the recipe's peak could not show one.
    return other && peak && at && own.records[0] !== at && rise !== undefined
      ? [{ seed: own.seed, own, other, peak, at, rise }]
      : []
  })
  if (pairs.length < curves.length || pairs.length === 0) return decayAloneFinding(decay, curves)
  const decision = decideAbove(effectOf(overSeeds(pairs, ({ rise }) => PEAK_RISE - rise)))
  return {
    id: 'decay',
    verdict: decision.verdict,
    values: {
      decay,
      recipe: overSeeds(pairs, ({ peak }) => peak.heldoutBitsPerToken),
      atPeak: overSeeds(pairs, ({ at }) => at.heldoutBitsPerToken),
      highest: overSeeds(pairs, ({ own }) => own.records[own.top]!.heldoutBitsPerToken),
      kept: overSeeds(pairs, ({ own, other }) => own.capacityBits / other.capacityBits),
      decision,
    },
  }
}

function decayAloneFinding(decay: number, curves: readonly LossCurve[]): DoubleDescentFinding {
  const rises = curves.flatMap((curve) => riseOf(curve) ?? [])
  if (rises.length < curves.length) {
    return {
      id: 'decayAlone',
      verdict: 'not reached',
      values: { decay, losses: undefined, hasPeak: false },
    }
  }
  const losses = (index: (curve: LossCurve) => number) =>
    overSeeds(curves, (curve) => curve.records.at(index(curve))!.heldoutBitsPerToken)
  return {
    id: 'decayAlone',
    verdict: 'seen',
    values: {
      decay,
      losses: { first: losses(() => 0), highest: losses(({ top }) => top), last: losses(() => -1) },
      hasPeak: mean(rises) > PEAK_RISE,
    },
  }
}

const byModelFindings = (runs: readonly FinishedRun[]): DoubleDescentFinding[] =>
  decaysOf(runs).map((decay) => {
    const models = byModel(ofDecay(runs, decay)).map(modelOf)
    const top = models.reduce((best, model) => (mean(model.test) > mean(best.test) ? model : best))
    const isInside = top !== models[0] && top !== models.at(-1)
    return {
      id: 'models',
      verdict: isInside ? 'seen' : 'not reached',
      values: {
        decay,
        top: isInside ? top : undefined,
        isFirstToHold: top === models.find(({ held }) => held >= HELD),
        fullBitsPerParam: models.findLast(({ held }) => held < HELD)?.bitsPerParam,
      },
    }
  })

/** Presets that decide what smaller ones leave open. */
export const settledBy = {
  peak: 'quick',
  descent: 'quick',
  decay: 'decay',
} as const satisfies Partial<Record<DoubleDescentFinding['id'], string>>
