/**
 * The one rule by which runs decide a statement: the 95 % confidence interval of an effect over seeds (Student's t), held against the
 * margin within which an effect is as good as none. More seeds narrow the interval, so they can only make the rule stronger.
 */
import { type Effect, halfWidthOf } from '../metrics/effect'
import { t95 } from '../metrics/stats'
import type { Verdict } from './finding'

export interface Decision {
  /**
   * `no effect`: none beyond the margin. `not told apart`: the interval reaches across a margin, so chance could have made it.
   */
  readonly verdict: 'agrees' | 'differs' | 'no effect' | 'not told apart'
  readonly effect: Effect
  readonly margin: number
  /** For `not told apart`: how many seeds would decide if the effect is as measured; undefined where that cannot be told. */
  readonly seedsNeeded: number | undefined
}

type Place = 'above' | 'below' | 'within' | 'across'

/** Tells where the interval lies: beyond the margin on either side, inside ±margin, or across one of its ends. A margin of 0 has no inside. */
function placeOf(middle: number, halfWidth: number, margin: number): Place {
  if (middle - halfWidth > margin) return 'above'
  if (middle + halfWidth < -margin) return 'below'
  return margin > 0 && Math.abs(middle) + halfWidth <= margin ? 'within' : 'across'
}

function decide(
  effect: Effect,
  margin: number,
  verdicts: Readonly<Record<Exclude<Place, 'across'>, Decision['verdict']>>,
): Decision {
  const halfWidth = halfWidthOf(effect)
  const place = halfWidth === undefined ? 'across' : placeOf(effect.mean, halfWidth, margin)
  return place === 'across'
    ? { verdict: 'not told apart', effect, margin, seedsNeeded: seedsNeeded(effect, margin) }
    : { verdict: verdicts[place], effect, margin, seedsNeeded: undefined }
}

/**
 * The statement that an effect is larger than `margin`. Agrees where the whole interval lies above it, differs where it lies below
 * −margin, `no effect` where it lies within ±margin (with a margin of 0, never).
 */
export const decideAbove = (effect: Effect, margin = 0): Decision =>
  decide(effect, margin, { above: 'agrees', below: 'differs', within: 'no effect' })

/** The verdict where no paper has said what to expect, so that there is none to agree with: what is decided is then only seen. */
export const verdictAlone = ({ verdict }: Decision): Verdict =>
  verdict === 'agrees' || verdict === 'differs' ? 'seen' : verdict

/** The statement that a difference is none: agrees where the whole interval lies within ±margin, differs where it lies outside. */
export const decideEqual = (difference: Effect, margin: number): Decision =>
  decide(difference, margin, { above: 'differs', below: 'differs', within: 'agrees' })

/** Nobody is advised to run more seeds than this. */
const MOST_SEEDS = 100

/** The fewest seeds with which an effect and a scatter as measured would be told apart. */
function seedsNeeded(effect: Effect, margin: number): number | undefined {
  const { standardError, seeds, comparisons } = effect
  if (standardError === undefined) return undefined
  for (let n = seeds + 1; n <= MOST_SEEDS; n++) {
    const halfWidth = t95(n - 1, comparisons) * standardError * Math.sqrt(seeds / n)
    if (placeOf(effect.mean, halfWidth, margin) !== 'across') return n
  }
  return undefined
}
