/** Which runs differ from the others in one thing: three lines through the string that all are compared with. */
import { stepAtLoss } from '@/core/metrics/phases'
import type { RepetitionRun } from '@/core/repetition-curves'

export interface Factors {
  /** All symbols equally likely, one length, more and more symbols. */
  readonly alphabet: readonly RepetitionRun[]
  /** The same symbols and length, from the most skewed to the least. */
  readonly skew: readonly RepetitionRun[]
  /** The same alphabet, longer and longer. */
  readonly length: readonly RepetitionRun[]
}

const FACTORS = ['symbols', 'skew', 'seqLen'] as const
type Factor = (typeof FACTORS)[number]

const isLike = (run: RepetitionRun, base: RepetitionRun, but: Factor): boolean =>
  FACTORS.every((factor) => factor === but || run[factor] === base[factor])

/** A line holds the base too, and is empty where nothing else is on it. */
export function factorsOf(runs: readonly RepetitionRun[]): Factors {
  const neighbours = (base: RepetitionRun) =>
    runs.filter((run) => FACTORS.some((factor) => isLike(run, base, factor))).length
  const base = runs
    .filter(({ skew }) => skew === 0)
    .reduce<RepetitionRun | undefined>(
      (best, run) => (best && neighbours(best) >= neighbours(run) ? best : run),
      undefined,
    )
  const line = (factor: Factor): RepetitionRun[] => {
    const own = base ? runs.filter((run) => isLike(run, base, factor)) : []
    return new Set(own.map((run) => run[factor])).size < 2 ? [] : own
  }
  return {
    alphabet: line('symbols').toSorted((a, b) => a.symbols - b.symbols),
    skew: line('skew').toSorted((a, b) => b.skew - a.skew),
    length: line('seqLen').toSorted((a, b) => a.seqLen - b.seqLen),
  }
}

/** Of the tokens. Nineteen in twenty: at a constant rate the last few come and go. */
const KNOWN_ACCURACY = 0.95

/**
 * Step at which the string is first known, between looks; undefined where it never is. Told by accuracy and not by the loss: a string of low
 * entropy has a low loss before anything of it is learned.
 */
export const knownAt = ({ curve }: RepetitionRun): number | undefined =>
  stepAtLoss(
    curve.steps,
    curve.accuracy.map((accuracy) => 1 - accuracy),
    1 - KNOWN_ACCURACY,
  )
