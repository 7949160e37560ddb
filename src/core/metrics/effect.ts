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
  /** Number of seeds; of several groups, in the smallest. */
  readonly seeds: number
}

/** The mean over seeds, each a value of its own: a difference between two runs of one seed, say. @throws Error for no values. */
export const effectOf = (values: readonly number[]): Effect => ({
  mean: mean(values),
  standardError: values.length > 1 ? Math.sqrt(sampleVariance([...values]) / values.length) : undefined,
  df: values.length - 1,
  seeds: values.length,
})

/**
 * Mean of `values` less mean of `baseline`, whose seeds have nothing in common: Welch's t, degrees of freedom by Satterthwaite.
 * @throws Error where either is empty.
 */
export function differenceOf(values: readonly number[], baseline: readonly number[]): Effect {
  const difference = mean(values) - mean(baseline)
  const seeds = Math.min(values.length, baseline.length)
  if (seeds < 2) return { mean: difference, standardError: undefined, df: 0, seeds }
  const [a, b] = [values, baseline].map((own) => sampleVariance([...own]) / own.length) as [number, number]
  const df =
    a + b > 0 ? (a + b) ** 2 / (a ** 2 / (values.length - 1) + b ** 2 / (baseline.length - 1)) : seeds - 1
  return { mean: difference, standardError: Math.sqrt(a + b), df, seeds }
}

/** Half-width of the 95 % interval; undefined for one seed. */
export const halfWidthOf = ({ standardError, df }: Effect): number | undefined =>
  standardError === undefined ? undefined : t95(df) * standardError
