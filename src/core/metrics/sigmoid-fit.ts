/**
 * How membership inference falls with the data, r = bits of data per parameter (in the law: raw bits, N·S·log2 V).
 * Morris et al. 2025 (§5) print F1 = ½(1 + c1·σ(c2·(C/|D| + c3))). As printed it *rises* with the data. With r in the place of C/|D| it gives
 * the predictions of the paper's own table (0.55, 0.75, 0.95): our reconstruction, to be labelled so wherever it is drawn. At r near 0 it
 * exceeds 1 by 0.006.
 * Our own points span decades of r, so they are fitted on a log axis: y = floor + (1 − floor) / (1 + (r / midpoint)^slope).
 */
import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import { mean, rSquared } from 'simple-statistics'

const PAPER_LAW = { c1: 1.34, c2: -0.034, c3: -33.14 } as const

const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u))

const paperF1 = (argument: number): number =>
  (1 + PAPER_LAW.c1 * sigmoid(PAPER_LAW.c2 * (argument + PAPER_LAW.c3))) / 2

/** The law to the letter. @param capacityOverData C/|D|: both in bits. */
export const printedMembershipF1 = (capacityOverData: number): number => paperF1(capacityOverData)

/** The law as it was meant, by our reconstruction. */
export const reconstructedMembershipF1 = (dataBitsPerParam: number): number => paperF1(dataBitsPerParam)

export interface AttackPoint {
  readonly dataBitsPerParam: number
  /** AUC or F1. */
  readonly score: number
}

export interface SigmoidFit {
  /** r at which the score is half way from 1 to the floor. */
  readonly midpoint: number
  /** How fast it falls there: the exponent of r; above 0. */
  readonly slope: number
  readonly rSquared: number
  /** Whether the midpoint lies between the least and the largest r measured. */
  readonly isBracketed: boolean
  /** The fitted curve. */
  at(dataBitsPerParam: number): number
}

/** Slopes from which the fit is started, for ln r scaled to the points' own range, so that step sizes mean the same for all data. */
const INITIAL_SLOPES = [1, 4, 16]

/**
 * Least squares with two free parameters. Undefined for fewer than three points, for scores that are all alike or no numbers, and for a
 * score that does not fall with the data.
 * @param floor what an attack scores that knows nothing: 0.5 for AUC, 2/3 for F1 on balanced sets.
 */
export function fitSigmoid(points: readonly AttackPoint[], floor: number): SigmoidFit | undefined {
  const logRatios = points.map((point) => Math.log(point.dataBitsPerParam))
  const scores = points.map((point) => point.score)
  const least = Math.min(...logRatios)
  const range = Math.max(...logRatios) - least
  const usable = [...logRatios, ...scores].every(Number.isFinite) && range > 0
  if (points.length < 3 || !usable || scores.every((score) => score === scores[0])) return undefined

  const curve =
    ([middle = 0, slope = 0]: readonly number[]) =>
    (z: number): number =>
      floor + (1 - floor) * sigmoid(-slope * (z - middle))
  const x = logRatios.map((value) => (value - least) / range)
  const fits = INITIAL_SLOPES.map((initialSlope) =>
    levenbergMarquardt({ x, y: scores }, curve, {
      initialValues: [mean(x), initialSlope],
      damping: 1e-2,
      gradientDifference: 1e-6,
      centralDifference: true,
      maxIterations: 200,
      errorTolerance: 1e-16,
    }),
  ).filter(({ parameterValues }) => parameterValues.every(Number.isFinite) && parameterValues[1]! > 0)
  if (fits.length === 0) return undefined
  const best = fits.reduce((a, b) => (b.parameterError < a.parameterError ? b : a))

  const middle = best.parameterValues[0]!
  const fitted = curve(best.parameterValues)
  return {
    midpoint: Math.exp(least + range * middle),
    slope: best.parameterValues[1]! / range,
    rSquared: rSquared(
      x.map((z, i) => [z, scores[i]!]),
      fitted,
    ),
    isBracketed: middle >= 0 && middle <= 1,
    at: (dataBitsPerParam) => fitted((Math.log(dataBitsPerParam) - least) / range),
  }
}
