/**
 * The two phases of learning one random string that is shown again and again (Speicher et al. 2024, arXiv 2407.19262). There they are
 * seen in curves; the thresholds that decide here are ours:
 * - guessing: the model has found the alphabet (its mass is at least 0.95) and no more, its loss is within 10 % of the source's entropy,
 *   log2 l for l equally likely symbols;
 * - memorising: from the first look at which the loss is below that, to the first at which accuracy is at least 0.99.
 * Looks are the only steps known: a phase between two looks is missed, and every bound is the look at which it was first seen.
 */

import { fallsTo } from './crossing'

export const GUESSING = { alphabetMass: 0.95, lossTolerance: 0.1 } as const
export const MEMORIZED_ACCURACY = 0.99
/** A string counts as learned below this loss, in nats per token, as in the expectations that runs are held against. */
export const LEARNED_NATS = 0.1

/** What looks have seen; one value for each of `steps`, ascending. */
export interface RepetitionCurve {
  readonly steps: readonly number[]
  readonly bitsPerToken: readonly number[]
  readonly alphabetMass: readonly number[]
  readonly accuracy: readonly number[]
}

/** Steps; undefined for what was not reached. */
export interface Phases {
  /** First look in the guessing phase; undefined where the alphabet was never known without the string. */
  readonly guessingFrom: number | undefined
  /** How many looks before that end found it guessing. */
  readonly guessingLooks: number
  /** First look with a loss below guessing: where guessing ends. */
  readonly memorizingFrom: number | undefined
  /** First look with nearly every token right. */
  readonly memorizedAt: number | undefined
}

/** @param entropyBits of the string's source, per token. */
export function learningPhases(curve: RepetitionCurve, entropyBits: number): Phases {
  const low = entropyBits * (1 - GUESSING.lossTolerance)
  const high = entropyBits * (1 + GUESSING.lossTolerance)
  const firstLook = (isReached: (look: number) => boolean) => {
    const look = curve.steps.findIndex((_, i) => isReached(i))
    return look < 0 ? undefined : look
  }
  const isGuessing = (i: number) => {
    const loss = curve.bitsPerToken[i]!
    return curve.alphabetMass[i]! >= GUESSING.alphabetMass && loss >= low && loss <= high
  }
  const below = firstLook((i) => curve.bitsPerToken[i]! < low)
  const guessingLooks = [...curve.steps.keys()].filter(
    (i) => isGuessing(i) && i < (below ?? Number.POSITIVE_INFINITY),
  )
  const memorized = firstLook((i) => curve.accuracy[i]! >= MEMORIZED_ACCURACY)
  const stepOf = (look: number | undefined) => (look === undefined ? undefined : curve.steps[look])
  return {
    guessingFrom: stepOf(guessingLooks[0]),
    guessingLooks: guessingLooks.length,
    memorizingFrom: stepOf(below),
    memorizedAt: stepOf(memorized),
  }
}

/**
 * The step at which a loss first falls to `target`, on the straight line between the looks around it; the first look where it is there
 * already, undefined where it never is. Losses and target in one unit.
 */
export function stepAtLoss(
  steps: readonly number[],
  losses: readonly number[],
  target: number,
): number | undefined {
  if (losses[0]! <= target) return steps[0]
  const points = steps.map((x, i) => ({ x, y: losses[i]! }))
  return fallsTo(target, points, 'linear')
}
