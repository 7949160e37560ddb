/**
 * Exact recall by greedy decoding, from the predictions under teacher forcing. Given a prefix of k tokens, greedy decoding gives back the
 * rest exactly when each target from position k on is the argmax given the *true* tokens before it: as long as decoding is right, what it
 * has written is the string itself. So one pass over a string answers for prefixes of every length.
 */
import { mean } from 'simple-statistics'
import type { Grid } from './grid'
import type { TokenPredictions } from './predictions'

/** @returns the fewest first tokens, 0 … S, from which the rest is decoded exactly; S where even the last token is not. */
export function shortestPrefix(isArgmax: ArrayLike<number>): number {
  let prefix = isArgmax.length
  while (prefix > 0 && isArgmax[prefix - 1]) prefix--
  return prefix
}

/** The shortest prefix of each string. */
export const shortestPrefixes = (predictions: readonly Pick<TokenPredictions, 'isArgmax'>[]): number[] =>
  predictions.map(({ isArgmax }) => shortestPrefix(isArgmax))

/** Share of all tokens that greedy decoding gives after the true tokens before them. */
export const tokenAccuracy = (predictions: readonly Pick<TokenPredictions, 'isArgmax'>[]): number =>
  mean(predictions.flatMap(({ isArgmax }) => Array.from(isArgmax)))

/**
 * Share of the strings that are decoded exactly from their first `prefix` tokens. Never falls with the prefix; 1 at `prefix` = S, where
 * nothing is left to decode.
 */
export const recallRate = (shortestPrefixes: ArrayLike<number>, prefix: number): number =>
  mean(Array.from(shortestPrefixes, (shortest) => (shortest <= prefix ? 1 : 0)))

/** Up to `atMost` of the indices 0 … count − 1, evenly spread, the first always among them. */
export function evenSample(count: number, atMost: number): number[] {
  const size = Math.min(count, atMost)
  return Array.from({ length: size }, (_, i) => Math.floor((i * count) / size))
}

/** Strings by positions, each cell the probability of the target; a sample of them where there are more than fit. */
export interface TokenGrid extends Grid {
  /** Index of each row's string among those given. */
  readonly strings: readonly number[]
  /** Position of each column. */
  readonly positions: readonly number[]
}

/** Three decimals: no picture shows more, and a record is written as text. */
const THOUSAND = 1000

/** @param probabilities for each string (S): p(target), all of one length. */
export function tokenGrid(
  probabilities: readonly ArrayLike<number>[],
  atMost: { readonly strings: number; readonly positions: number },
): TokenGrid {
  const strings = evenSample(probabilities.length, atMost.strings)
  const positions = evenSample(probabilities[0]?.length ?? 0, atMost.positions)
  const values = strings.flatMap((string) =>
    positions.map((t) => Math.round(probabilities[string]![t]! * THOUSAND) / THOUSAND),
  )
  return { columns: positions.length, values, strings, positions }
}
