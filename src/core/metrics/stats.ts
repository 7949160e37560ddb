/** Spread of repeated runs. */
import { mean, sampleStandardDeviation } from 'simple-statistics'

export interface Spread {
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly count: number
}

/** @throws RangeError for no values. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('spread of no values')
  return { mean: mean([...values]), min: Math.min(...values), max: Math.max(...values), count: values.length }
}

/** Two-sided 95 % quantiles of Student's t for 1 … 15 degrees of freedom (at most 16 seeds); t tables, 3 decimals. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
]

/** Half-width of the 95 % confidence interval of the mean; undefined for fewer than two values. */
export function confidence95(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined
  const t = T_95[Math.min(values.length - 1, T_95.length) - 1]!
  return (t * sampleStandardDeviation([...values])) / Math.sqrt(values.length)
}

/** How far repeated runs lie apart, as a share of their mean; undefined for one, which says nothing about it. */
export function scatter(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined
  const { mean: middle, min, max } = spread(values)
  return (max - min) / Math.abs(middle)
}

/**
 * Whether a cost can be told from chance: every seed loses more than the seeds of the baseline differ among themselves.
 * @param changes of each seed against the same seed of the baseline, −0.25 for a quarter less.
 */
export const isBeyondSeeds = (changes: readonly number[], baselineScatter: number | undefined): boolean =>
  baselineScatter !== undefined && changes.length > 1 && changes.every((change) => change < -baselineScatter)
