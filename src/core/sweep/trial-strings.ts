/** The strings of a trial, drawn from its source: those that it trains on, and those that it never sees. */
import { type Dataset, type DatasetRequest, heldOutStrings, trainingStrings } from '../data/dataset'
import { cutText } from '../data/own-strings'
import type { Trial } from './trial'

export interface TrialStrings {
  readonly training: Dataset
  readonly heldOut: Dataset
  /** How each token is written, where it stands for a character. */
  readonly symbols?: readonly string[] | undefined
}

/** Strings that no model saw, on which every run is checked. */
export const HELD_OUT_STRINGS = 256

export const datasetRequest = ({ source, shape, seed }: Trial, count: number): DatasetRequest => ({
  source,
  vocab: shape.vocab,
  seqLen: shape.seqLen,
  count,
  seed,
})

/** @throws RangeError where the source has too few strings outside the training set. */
export function drawnStrings(trial: Trial, heldOutCount: number = HELD_OUT_STRINGS): TrialStrings {
  const training = trainingStrings(datasetRequest(trial, trial.datasetSize))
  const heldOut = heldOutStrings(datasetRequest(trial, heldOutCount), training)
  return { training, heldOut, symbols: symbolsOf(trial) }
}

/** How each token is written, where the strings are of a visitor's own text. */
export const symbolsOf = ({ source, shape }: Trial): readonly string[] | undefined =>
  source.id === 'own' && source.text !== undefined
    ? cutText(source.text, source.cut, shape.seqLen).symbols
    : undefined
