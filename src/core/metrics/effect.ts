/** An effect over seeds, with what chance leaves of it. */
import { sampleVariance } from 'simple-statistics'
import { mean, t95 } from './stats'

/** A number that seeds have measured. */
export interface Effect {
  readonly mean: number
  /** Standard error of the mean; undefined for one seed, which says nothing about chance. */
  readonly standardError: number | undefined
  /** Degrees of freedom of the standard error. */
  readonly df: number
  readonly seeds: number
  /** Number of comparisons that this one was picked from for its size: its interval is wide enough for all of them. */
  readonly comparisons: number
}

/**
 * The mean over seeds, each a value of its own: a difference between two runs of one seed, say.
 * @param comparisons that it was picked from as the largest; 1 where it was fixed beforehand.
 * @throws Error for no values.
 */
export const effectOf = (values: readonly number[], comparisons = 1): Effect => ({
  mean: mean(values),
  standardError: values.length > 1 ? Math.sqrt(sampleVariance([...values]) / values.length) : undefined,
  df: values.length - 1,
  seeds: values.length,
  comparisons,
})

/** Half-width of the 95 % interval; undefined for one seed. */
export const halfWidthOf = ({ standardError, df, comparisons }: Effect): number | undefined =>
  standardError === undefined ? undefined : t95(df, comparisons) * standardError
