/**
 * Lines that leave the plot end at its edge: drawn to where they cross it, not along it. Works in pixels of a scale that goes on
 * beyond the axis, so that straight lines stay straight on log axes.
 */
import type { Axis } from './axis'
import { linePath, type Point } from './marks'

/** Far outside, in heights of the plot: what a log axis makes of 0 and less. */
const FAR = 10

/** Data to px along y, not clamped. */
export function openScale({ scale, domain }: Axis, top: number, bottom: number): (value: number) => number {
  const [low, high] = domain
  const place = scale === 'log' ? Math.log10 : (value: number) => value
  return (value) => {
    const share =
      scale === 'log' && value <= 0 ? -FAR : (place(value) - place(low)) / (place(high) - place(low))
    return bottom - Math.max(-FAR, Math.min(FAR, share)) * (bottom - top)
  }
}

/** The path of a line of points in px, as far as it lies between `top` and `bottom`. */
export function clippedPath(points: readonly Point[], top: number, bottom: number): string {
  const pieces: Point[][] = []
  let piece: Point[] = []
  const finish = () => {
    if (piece.length > 1) pieces.push(piece)
    piece = []
  }
  points.forEach((point, i) => {
    const before = points[i - 1]
    if (!before) {
      if (isInside(point, top, bottom)) piece.push(point)
      return
    }
    const edges = crossings(before, point, top, bottom)
    if (isInside(point, top, bottom)) piece.push(...edges, point)
    else {
      piece.push(...edges)
      finish()
    }
  })
  finish()
  return pieces.map(linePath).join('')
}

const isInside = ([, y]: Point, top: number, bottom: number): boolean => y >= top - 1e-6 && y <= bottom + 1e-6

/** Where the way from one point to the next crosses an edge, in its order. */
function crossings([x0, y0]: Point, [x1, y1]: Point, top: number, bottom: number): Point[] {
  return [top, bottom]
    .map((edge) => ({ edge, share: (edge - y0) / (y1 - y0) }))
    .filter(({ share }) => share > 1e-9 && share < 1 - 1e-9)
    .sort((a, b) => a.share - b.share)
    .map(({ edge, share }): Point => [x0 + share * (x1 - x0), edge])
}
