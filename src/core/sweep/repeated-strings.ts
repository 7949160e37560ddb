/** The strings of a trial that repeats a few: its own, and a few more of the same alphabet that the model never sees. */
import { skewedDistribution } from '../data/sources'
import type { Trial } from './trial'
import { drawnStrings, type TrialStrings } from './trial-strings'

/** Enough to tell whether anything leaks; more would cost more than the training, since every probe evaluates them. */
const HELD_OUT_STRINGS = 4

export const repeatedStrings = (trial: Trial): TrialStrings => drawnStrings(trial, HELD_OUT_STRINGS)

/** Probabilities of the first l tokens. @throws RangeError for a trial whose source is no alphabet. */
export function alphabetOf({ source }: Pick<Trial, 'source'>): Float64Array {
  if (source.id !== 'alphabet') throw new RangeError(`the source ${source.id} has no alphabet`)
  return skewedDistribution(source.symbols, source.skew)
}

/** −Σ p·log2 p. */
export const entropyBitsOf = (distribution: Float64Array): number =>
  distribution.reduce((sum, p) => sum - (p > 0 ? p * Math.log2(p) : 0), 0)
