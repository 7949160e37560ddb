/** Which runs differ from the others in one thing: three lines through the string that all are compared with. */
import { stepAtLoss } from '@/core/metrics/phases'
import type { RepetitionRun } from '@/core/runs/repetition'
import type { Trial } from '@/core/sweep/trial'

const FACTORS = ['symbols', 'skew', 'seqLen'] as const
type Factor = (typeof FACTORS)[number]

/** Properties of a string, trained already or only planned. */
export type StringKind = Pick<RepetitionRun, Factor>

export interface Factors<T extends StringKind = RepetitionRun> {
  /** All symbols equally likely, one length, more and more symbols. */
  readonly alphabet: readonly T[]
  /** The same symbols and length, from the most skewed to the least. */
  readonly skew: readonly T[]
  /** The same alphabet, longer and longer. */
  readonly length: readonly T[]
}

const isLike = (kind: StringKind, base: StringKind, but: Factor): boolean =>
  FACTORS.every((factor) => factor === but || kind[factor] === base[factor])

export const kindOfTrial = ({ source, shape }: Trial): StringKind => ({
  symbols: source.id === 'alphabet' ? source.symbols : 0,
  skew: source.id === 'alphabet' ? source.skew : 0,
  seqLen: shape.seqLen,
})

/** The string that most of the others differ from in one thing only. */
export function baseOf<T extends StringKind>(kinds: readonly T[]): T | undefined {
  const neighbours = (base: T) =>
    kinds.filter((kind) => FACTORS.some((factor) => isLike(kind, base, factor))).length
  return kinds
    .filter(({ skew }) => skew === 0)
    .reduce<T | undefined>(
      (best, kind) => (best && neighbours(best) >= neighbours(kind) ? best : kind),
      undefined,
    )
}

/** A line holds the base too, and is empty where fewer than `least` values of its factor are on it. */
export function factorsOf<T extends StringKind>(
  runs: readonly T[],
  base: StringKind | undefined = baseOf(runs),
  least = 2,
): Factors<T> {
  const line = (factor: Factor): T[] => {
    const own = base ? runs.filter((run) => isLike(run, base, factor)) : []
    return new Set(own.map((run) => run[factor])).size < least ? [] : own
  }
  return {
    alphabet: line('symbols').toSorted((a, b) => a.symbols - b.symbols),
    skew: line('skew').toSorted((a, b) => b.skew - a.skew),
    length: line('seqLen').toSorted((a, b) => a.seqLen - b.seqLen),
  }
}

/** Share of the tokens that must be predicted right. Nineteen in twenty: at a constant rate the last few come and go. */
export const KNOWN_ACCURACY = 0.95

/**
 * Step at which the string is first known, between probes; undefined where it never is. Told by accuracy and not by the loss: a string of low
 * entropy has a low loss before anything of it is learned.
 */
export const knownAt = ({ curve }: RepetitionRun): number | undefined =>
  stepAtLoss(
    curve.steps,
    curve.accuracy.map((accuracy) => 1 - accuracy),
    1 - KNOWN_ACCURACY,
  )
