/** Finds where a measured curve falls to a level: between two of its points, on the straight line through them. */

export interface CrossingPoint {
  readonly x: number
  readonly y: number
}

/**
 * The first x at which a curve falls to `level`; undefined where it never does, or lies there from its first point on.
 * @param points ascending in x. A point whose y is no finite number has no line to the next one, which then counts itself.
 * @param scale of x: on `log` the line is straight over log x.
 */
export function fallsTo(
  level: number,
  points: readonly CrossingPoint[],
  scale: 'linear' | 'log',
): number | undefined {
  const at = points.findIndex(({ y }) => y <= level)
  if (at < 1) return undefined
  const [before, after] = [points[at - 1]!, points[at]!]
  const share = Number.isFinite(before.y) ? (before.y - level) / (before.y - after.y) : 1
  return scale === 'log' ? before.x * (after.x / before.x) ** share : before.x + share * (after.x - before.x)
}
