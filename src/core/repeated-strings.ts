/** The strings of a trial that repeats a few: its own, and a few more of the same alphabet that the model never sees. */
import { type Dataset, heldOutStrings, trainingStrings } from './dataset'
import { skewedDistribution } from './sources'
import type { Trial } from './trial'

/** Enough to tell whether anything leaks; more would cost more than the training, as they are looked at again and again. */
const HELD_OUT_STRINGS = 4

export function repeatedStrings({ source, shape, datasetSize, seed }: Trial): {
  training: Dataset
  heldOut: Dataset
} {
  const request = { source, vocab: shape.vocab, seqLen: shape.seqLen, seed }
  const training = trainingStrings({ ...request, count: datasetSize })
  return { training, heldOut: heldOutStrings({ ...request, count: HELD_OUT_STRINGS }, training) }
}

/** Probabilities of the first l tokens. @throws RangeError for a trial whose source is no alphabet. */
export function alphabetOf({ source }: Pick<Trial, 'source'>): Float64Array {
  if (source.id !== 'alphabet') throw new RangeError(`the source ${source.id} has no alphabet`)
  return skewedDistribution(source.symbols, source.skew)
}

/** −Σ p·log2 p. */
export const entropyBitsOf = (distribution: Float64Array): number =>
  distribution.reduce((sum, p) => sum - (p > 0 ? p * Math.log2(p) : 0), 0)
