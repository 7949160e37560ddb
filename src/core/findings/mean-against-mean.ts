/**
 * Our mean against an expected one, with the standard errors of both: what a range over a few seeds cannot do, which honest changes leave by
 * chance and wrong ones need not.
 */
import { mean, sampleVariance } from 'simple-statistics'
import type { Effect } from '../metrics/effect'

/** A mean over seeds that a paper or the independent trainer has measured. */
export interface Expected {
  readonly mean: number
  /** Standard deviation of one seed (n − 1); undefined for a single run. */
  readonly sd?: number | undefined
  /** Seeds. */
  readonly n: number
  /** Step in which the expected figures were printed: 1 for whole bits. No number of seeds averages that away. */
  readonly resolution?: number | undefined
}

export interface MeanComparison {
  /** Ours less the expected; its standard error is undefined where both sides are single runs, which say nothing about it. */
  readonly difference: Effect
  /** The difference in standard errors, which follows Student's t with the difference's degrees of freedom; undefined with them. */
  readonly t: number | undefined
  /** That as a standard normal deviate. */
  readonly z: number | undefined
}

/**
 * Beyond this, a difference is none of chance. Two-sided 2.6e-6 where seeds spread normally; for three seeds of Tiny 1.3e-5 at most, since at N 64
 * one run in 64 lies far below the others (a million draws from 64 seeds of ours at each size). The fourteen comparisons of a run of CI, of six
 * sizes and their sum on two backends, so raise a false alarm in less than one of 10⁴ runs.
 */
export const Z_LIMIT = 4.7

/**
 * The pooled t statistic: standard error sqrt(s²/n + s²/m), s² being the variance of one seed from both sides together, or of the one side
 * that has several seeds. Not Welch's, since the statement is that both are the same: with two seeds of ours against sixteen Welch's 95 %
 * interval covers 89 % and is four times as wide in the median, this one 95 % (science.md §6).
 * @param values ours, one for each seed.
 * @throws RangeError for no values.
 */
export function meanAgainstMean(values: readonly number[], expected: Expected): MeanComparison {
  if (values.length === 0) throw new RangeError('a mean of no values')
  const own = values.length - 1
  const theirs = expected.sd === undefined ? 0 : expected.n - 1
  const df = own + theirs
  const difference = { mean: mean([...values]) - expected.mean, df, seeds: values.length, comparisons: 1 }
  if (df === 0) return { difference: { ...difference, standardError: undefined }, t: undefined, z: undefined }
  const squares = (own > 0 ? own * sampleVariance([...values]) : 0) + theirs * (expected.sd ?? 0) ** 2
  const chance = (squares / df) * (1 / values.length + 1 / expected.n)
  const rounding = (expected.resolution ?? 0) ** 2 / 12
  const standardError = Math.sqrt(chance + rounding)
  const t = difference.mean === 0 ? 0 : difference.mean / standardError
  return { difference: { ...difference, standardError }, t, z: normalDeviate(t, df) }
}

/**
 * Several comparisons as one: Σz/√k, which a small error common to all of them moves although none shows it alone (Stouffer's method).
 * Undefined where a comparison has no z.
 */
export function combinedZ(comparisons: readonly MeanComparison[]): number | undefined {
  const zs = comparisons.flatMap(({ z }) => z ?? [])
  if (zs.length < comparisons.length || zs.length === 0) return undefined
  return zs.reduce((sum, z) => sum + z, 0) / Math.sqrt(zs.length)
}

/** The normal deviate that is as rare as Student's t with so many degrees of freedom (Wallace 1959). */
function normalDeviate(t: number, df: number): number {
  return Math.sign(t) * ((8 * df + 1) / (8 * df + 3)) * Math.sqrt(df * Math.log1p(t ** 2 / df))
}
