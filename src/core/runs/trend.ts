/** How steps change along a line of strings that differ in one thing. */
import { linearRegression } from 'simple-statistics'
import { groupBy } from '../group'
import { isMost } from '../metrics/stats'

/** A string of a line, in one seed. */
export interface TrendPoint {
  readonly seed: number
  /** The value in which the strings of the line differ. */
  readonly x: number
  /** Steps until something happens, above 0; undefined where it has not happened. */
  readonly steps: number | undefined
}

export interface Changes {
  /** One for each seed in which every string got there. */
  readonly changes: readonly number[]
  /** Number of the other seeds. */
  readonly leftOut: number
}

/**
 * For each seed, how the steps change from the least x of the line to the largest, as a natural logarithm: ln 2 where they double. Of more
 * than two strings it is the change along the straight line that fits ln steps best (least squares), so that each of them counts.
 * Undefined unless every string got there in most seeds, and where all are at one x.
 */
export function changesAlong(line: readonly TrendPoint[]): Changes | undefined {
  const places = line.map(({ x }) => x)
  const range = Math.max(...places) - Math.min(...places)
  if (!(range > 0)) return undefined
  const seeds = [...groupBy(line, ({ seed }) => seed).values()]
  const changes = seeds.flatMap((own) => {
    const points = own.flatMap(({ x, steps }) => (steps === undefined ? [] : [[x, Math.log(steps)]]))
    const isWhole = points.length === own.length && new Set(own.map(({ x }) => x)).size > 1
    return isWhole ? [range * linearRegression(points).m] : []
  })
  return isMost(changes, seeds) ? { changes, leftOut: seeds.length - changes.length } : undefined
}
