/** The strings of a trial, drawn from its source: those that it trains on, and those that it never sees. */
import { type Dataset, heldOutStrings, trainingStrings } from './dataset'
import type { Trial } from './trial'

export interface TrialStrings {
  readonly training: Dataset
  readonly heldOut: Dataset
}

/** Strings that no model saw, on which every run is checked. */
export const HELD_OUT_STRINGS = 256

/** @throws RangeError where the source has too few strings outside the training set. */
export function drawnStrings(trial: Trial, heldOutCount: number = HELD_OUT_STRINGS): TrialStrings {
  const { source, seed, datasetSize } = trial
  const { vocab, seqLen } = trial.shape
  const request = { source, vocab, seqLen, seed }
  const training = trainingStrings({ ...request, count: datasetSize })
  return { training, heldOut: heldOutStrings({ ...request, count: heldOutCount }, training) }
}
