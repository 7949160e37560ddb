/** Spread and confidence of repeated runs. */
import { mean as meanOf, sampleStandardDeviation } from 'simple-statistics'

/**
 * Whether a part of the seeds is more than half of them. A statement is judged on the seeds that got as far as it asks for, if these are
 * most: were all of them asked for, each further seed would make it harder to reach.
 */
export const isMost = (part: readonly unknown[], all: readonly unknown[]): boolean =>
  2 * part.length > all.length

export interface Spread {
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly count: number
}

/** @throws Error for no values. */
export const mean = (values: readonly number[]): number => meanOf([...values])

/** @throws RangeError for no values. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('spread of no values')
  return { mean: mean(values), min: Math.min(...values), max: Math.max(...values), count: values.length }
}

/** Two-sided 95 % quantiles of Student's t for 1 … 15 degrees of freedom: t tables, 3 decimals. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
]
/** The same quantile of the normal distribution, and the numerators of the expansion around it. */
const Z_95 = 1.959964
const SECOND = (Z_95 ** 3 + Z_95) / 4
const THIRD = (5 * Z_95 ** 5 + 16 * Z_95 ** 3 + 3 * Z_95) / 96
const FOURTH = (3 * Z_95 ** 7 + 19 * Z_95 ** 5 + 17 * Z_95 ** 3 - 15 * Z_95) / 384

/**
 * Two-sided 95 % quantile of Student's t. From 16 degrees of freedom on by the Cornish–Fisher expansion (Abramowitz and Stegun 26.7.5), to 3e-5.
 * @param df degrees of freedom, a whole number from 1 on.
 * @param comparisons all of which are to hold together at 95 %: each has that share of the 5 % (Bonferroni).
 */
export function t95(df: number, comparisons = 1): number {
  if (comparisons > 1) return tQuantile(df, 1 - 0.05 / comparisons)
  const known = T_95[df - 1]
  if (known !== undefined) return known
  return Z_95 + SECOND / df + THIRD / df ** 2 + FOURTH / df ** 3
}

/** The t that |T| does not exceed with this probability: by bisection over θ = arctan(t / √df). */
function tQuantile(df: number, probability: number): number {
  let [low, high] = [0, Math.PI / 2]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (tProbability(df, middle) < probability) low = middle
    else high = middle
  }
  return Math.sqrt(df) * Math.tan(low)
}

/** P(|T| ≤ √df · tan θ): a finite sum for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4). */
function tProbability(df: number, theta: number): number {
  const isOdd = df % 2 === 1
  let term = isOdd ? Math.cos(theta) : 1
  let sum = 0
  for (let power = isOdd ? 1 : 0; power <= df - 2; power += 2) {
    sum += term
    term *= (Math.cos(theta) ** 2 * (power + 1)) / (power + 2)
  }
  return isOdd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum
}

/** Half-width of the 95 % confidence interval of the mean; undefined for fewer than two values. */
export function confidence95(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined
  return (t95(values.length - 1) * sampleStandardDeviation([...values])) / Math.sqrt(values.length)
}

/** How far repeated runs lie apart, as a share of their mean; undefined for one, which says nothing about it. */
export function scatter(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined
  const { mean: middle, min, max } = spread(values)
  return (max - min) / Math.abs(middle)
}
