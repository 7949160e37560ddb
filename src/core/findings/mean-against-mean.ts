/**
 * Our mean against an expected one, with the standard errors of both: what a range over a few seeds cannot do, which honest changes leave by
 * chance and wrong ones need not.
 */
import { mean, sampleVariance } from 'simple-statistics'

/** What was measured elsewhere, over seeds. */
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
  /** Ours less the expected. */
  readonly difference: number
  /** Of the difference; undefined where both sides are single runs, which says nothing about either. */
  readonly standardError: number | undefined
  /** The difference as a standard normal deviate; undefined with the standard error. */
  readonly z: number | undefined
}

/**
 * Beyond this, a difference is none of chance. Two-sided 2.6e-6 where seeds spread normally; for three seeds of Tiny 1.3e-5 at most, since at N 64
 * one run in 64 lies far below the others (a million draws from 64 seeds of ours at each size). The fourteen comparisons of a run of CI, of six
 * sizes and their sum on two backends, so raise a false alarm in less than one of 10⁴ runs.
 */
export const Z_LIMIT = 4.7

/**
 * The pooled t statistic: standard error sqrt(s²/n + s²/m), s² being the variance of one seed from both sides together.
 * @param values ours, one for each seed.
 * @throws RangeError for no values.
 */
export function meanAgainstMean(values: readonly number[], expected: Expected): MeanComparison {
  if (values.length === 0) throw new RangeError('a mean of no values')
  const difference = mean([...values]) - expected.mean
  const own = values.length - 1
  const theirs = expected.sd === undefined ? 0 : expected.n - 1
  const degrees = own + theirs
  if (degrees === 0) return { difference, standardError: undefined, z: undefined }
  const squares = (own > 0 ? own * sampleVariance([...values]) : 0) + theirs * (expected.sd ?? 0) ** 2
  const variance = (squares / degrees) * (1 / values.length + 1 / expected.n)
  const rounding = (expected.resolution ?? 0) ** 2 / 12
  const standardError = Math.sqrt(variance + rounding)
  if (standardError === 0)
    return {
      difference,
      standardError,
      z: difference === 0 ? 0 : Math.sign(difference) * Number.POSITIVE_INFINITY,
    }
  return { difference, standardError, z: normalDeviate(difference / standardError, degrees) }
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
function normalDeviate(t: number, degrees: number): number {
  const size = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p(t ** 2 / degrees))
  return Math.sign(t) * size
}
