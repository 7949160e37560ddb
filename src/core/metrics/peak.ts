/**
 * Where a measured curve has its peak: the vertex of the parabola in log x through its highest point and that point's two neighbours. The
 * neighbours and not the two next highest points, which need not lie on both sides: the vertex then never leaves the measured interval.
 */
import { type Spread, spread } from './stats'

export interface CurvePoint {
  readonly x: number
  readonly y: number
}

/** Points in any order, x above 0 and distinct. Undefined where the highest is the first or the last: the peak is not bracketed. */
export function peakOnLogAxis(points: readonly CurvePoint[]): CurvePoint | undefined {
  if (points.some(({ y }) => Number.isNaN(y))) return undefined
  const sorted = points.toSorted((a, b) => a.x - b.x)
  const top = sorted.reduce((best, point, i) => (point.y > sorted[best]!.y ? i : best), 0)
  const [before, highest, after] = [sorted[top - 1], sorted[top], sorted[top + 1]]
  if (!before || !highest || !after) return undefined
  // Newton's form about the highest point: y = y₁ + slope·u + curvature·u², u = ln(x / x₁).
  const left = Math.log(before.x / highest.x)
  const right = Math.log(after.x / highest.x)
  const slopeLeft = (before.y - highest.y) / left
  const slopeRight = (after.y - highest.y) / right
  const curvature = (slopeRight - slopeLeft) / (right - left)
  // Two equal points on a plateau that only falls beyond: the vertex is between them; three equal points have none.
  if (!(curvature < 0)) return undefined
  const slope = slopeLeft - curvature * left
  const u = -slope / (2 * curvature)
  return { x: highest.x * Math.exp(u), y: highest.y + slope * u + curvature * u * u }
}

export interface PeakSpread {
  readonly x: Spread
  readonly y: Spread
  /** Seeds whose highest point is the first or the last, and which are therefore not in the spread. */
  readonly unbracketed: number
}

/** The peak of each seed's curve by itself; undefined where none is bracketed. */
export function peakSpread(curves: readonly (readonly CurvePoint[])[]): PeakSpread | undefined {
  const peaks = curves.flatMap((curve) => peakOnLogAxis(curve) ?? [])
  if (peaks.length === 0) return undefined
  return {
    x: spread(peaks.map((peak) => peak.x)),
    y: spread(peaks.map((peak) => peak.y)),
    unbracketed: curves.length - peaks.length,
  }
}
