/**
 * The two phases of learning one random string that is shown again and again (Speicher et al. 2024, arXiv 2407.19262). There they are
 * seen in curves; the thresholds that decide here are ours:
 * - guessing: the model has found the alphabet (its mass is at least 0.95) and no more, its loss is within 10 % of the source's entropy,
 *   log2 l for l equally likely symbols;
 * - memorising: from where the loss falls below that, until accuracy is at least 0.99.
 * The model is known only at its probes. `learningPhases` takes the probes at which each bound was first seen, and misses a phase that lies
 * between two; `guessingSpan` interpolates.
 */

import { fallsTo } from './crossing'

export const GUESSING = { alphabetMass: 0.95, lossTolerance: 0.1 } as const
export const MEMORIZED_ACCURACY = 0.99
/** A string counts as learned below this loss, in nats per token, as in the expectations that runs are held against. */
export const LEARNED_NATS = 0.1

/** Values that probes have measured, one for each of `steps`, which ascend. */
export interface RepetitionCurve {
  readonly steps: readonly number[]
  readonly bitsPerToken: readonly number[]
  readonly alphabetMass: readonly number[]
  readonly accuracy: readonly number[]
}

/** Steps; undefined for what was not reached. */
export interface Phases {
  /** First probe in the guessing phase; undefined where the alphabet was never known without the string. */
  readonly guessingFrom: number | undefined
  /** First probe with a loss below guessing: where guessing ends. */
  readonly memorizingFrom: number | undefined
  /** First probe with nearly every token right. */
  readonly memorizedAt: number | undefined
}

/** Losses between which a model guesses, bits per token. @param entropyBits of the string's source, per token. */
const guessingLosses = (entropyBits: number) => ({
  low: entropyBits * (1 - GUESSING.lossTolerance),
  high: entropyBits * (1 + GUESSING.lossTolerance),
})

/** @param entropyBits of the string's source, per token. */
export function learningPhases(curve: RepetitionCurve, entropyBits: number): Phases {
  const { low, high } = guessingLosses(entropyBits)
  const firstStep = (isReached: (probe: number) => boolean) =>
    curve.steps.find((_, probe) => isReached(probe))
  const isGuessing = (i: number) => {
    const loss = curve.bitsPerToken[i]!
    return curve.alphabetMass[i]! >= GUESSING.alphabetMass && loss >= low && loss <= high
  }
  const guessingFrom = firstStep(isGuessing)
  const memorizingFrom = firstStep((i) => curve.bitsPerToken[i]! < low)
  // A loss that has been below and has come back up is no guessing.
  const isFirst = guessingFrom !== undefined && guessingFrom < (memorizingFrom ?? Number.POSITIVE_INFINITY)
  return {
    guessingFrom: isFirst ? guessingFrom : undefined,
    memorizingFrom,
    memorizedAt: firstStep((i) => curve.accuracy[i]! >= MEMORIZED_ACCURACY),
  }
}

/**
 * Steps between which the model guesses, on straight lines between probes: from where the alphabet is found and the loss is down at guessing
 * to where the loss first falls below guessing. `from` behind `to` says that there is no guessing: the string is being learned before its
 * alphabet is found. Undefined for what was not reached.
 */
export function guessingSpan(
  { steps, bitsPerToken, alphabetMass }: Omit<RepetitionCurve, 'accuracy'>,
  entropyBits: number,
): { readonly from: number | undefined; readonly to: number | undefined } {
  const { low, high } = guessingLosses(entropyBits)
  const found = stepAtLoss(
    steps,
    alphabetMass.map((mass) => 1 - mass),
    1 - GUESSING.alphabetMass,
  )
  const down = stepAtLoss(steps, bitsPerToken, high)
  return {
    from: found === undefined || down === undefined ? undefined : Math.max(found, down),
    to: stepAtLoss(steps, bitsPerToken, low),
  }
}

/**
 * The step at which a loss first falls to `target`, on the straight line between the probes around it; the first probe where it is there
 * already, undefined where it never is.
 * Losses and target in one unit.
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
