/**
 * Extraction by greedy decoding. Teacher forcing answers for it: as long as decoding is right, what it has written so far is the string
 * itself, so a rest is decoded exactly if and only if each of its tokens is the argmax after the *true* tokens before it
 * (core/metrics/recall.ts). One pass over a string so answers for prefixes of every length.
 */
import { type Dataset, pickStrings } from '@/core/data/dataset'
import { groupBy } from '@/core/group'
import type { TokenPredictions } from '@/core/metrics/predictions'
import { evenSample, recallRate, shortestPrefixes, tokenAccuracy, tokenGrid } from '@/core/metrics/recall'
import { decimalPlaces, significantDigits } from '@/core/results/digits'
import type { Measured } from '@/core/results/result'

/** Strings that recall is measured on, of larger datasets an even sample: half a percent is ten of them. */
const MEASURED_STRINGS = 2048
/** The picture of the tokens: strings by positions. */
export const GRID = { strings: 48, positions: 64 } as const

export const measuredStrings = (dataset: Dataset, atMost = MEASURED_STRINGS): Dataset =>
  pickStrings(dataset, evenSample(dataset.count, atMost))

/** Half of a string: the hint that findings and curves over training are about. */
export const halfOf = (seqLen: number): number => Math.floor(seqLen / 2)

/** Prefix lengths that are drawn: hardly a hint, the three tokens of the independent trainer's cliff (science.md §4), half, and three quarters of the string. */
export const shownPrefixes = (seqLen: number): number[] =>
  [...new Set([1, 3, halfOf(seqLen), Math.floor((3 * seqLen) / 4)])].filter(
    (prefix) => prefix > 0 && prefix < seqLen,
  )

/** The recall that a probe shows while it trains; it is not kept. */
export const liveRecallName = (prefix: number): string => `recall${prefix}`

/**
 * The most that any model can give back from prefixes of this length: greedy decoding has one answer to a prefix, so of strings that begin
 * alike only one distinct string can come.
 */
export function possibleRecall({ tokens, count, seqLen }: Dataset, prefix: number): number {
  const key = (n: number, length: number) => tokens.subarray(n * seqLen, n * seqLen + length).join()
  const alike = groupBy(
    Array.from({ length: count }, (_, n) => n),
    (n) => key(n, prefix),
  )
  const best = [...alike.values()].map((strings) =>
    Math.max(...[...groupBy(strings, (n) => key(n, seqLen)).values()].map((same) => same.length)),
  )
  return best.reduce((sum, most) => sum + most, 0) / count
}

/** @param members predictions of {@link measuredStrings}, @param nonMembers of strings that the model never saw. */
export function recallMeasures(
  training: Dataset,
  members: readonly TokenPredictions[],
  nonMembers: readonly TokenPredictions[],
): Measured {
  const own = shortestPrefixes(members)
  const others = shortestPrefixes(nonMembers)
  const prefixes = Array.from({ length: training.seqLen }, (_, k) => k)
  const grid = tokenGrid(
    members.map(({ probability }) => probability),
    GRID,
  )
  return {
    measures: { tokenAccuracy: tokenAccuracy(members) },
    traces: {
      'recall.prefix': prefixes,
      'recall.train': prefixes.map((k) => rounded(recallRate(own, k))),
      'recall.heldout': prefixes.map((k) => rounded(recallRate(others, k))),
      'recall.possible': prefixes.map((k) => rounded(possibleRecall(training, k))),
      'grid.probability': grid.values.map((p) => decimalPlaces(p, 2)),
    },
  }
}

const rounded = (value: number): number => significantDigits(value, 4)
