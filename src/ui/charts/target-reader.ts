/** Reading a chart with the arrow keys: points of lines one after another, cells of a grid in two directions. */
import type { Target } from './highlight'

export interface TargetReader {
  /** @returns the target at a position; undefined where there is none (any more). */
  at(position: number): Target | undefined
  /** @param position −1 before the first key. @returns the position that the key leads to; undefined for a key without a meaning here. */
  next(position: number, key: string): number | undefined
}

/** Left and right along all points; up and down to the nearest point of the next line; Home and End to the ends. */
export function pointReader(targets: readonly Target[]): TargetReader {
  const count = targets.length
  const wrap = (position: number) => (position + count) % count
  return {
    at: (position) => targets[position],
    next(position, key) {
      if (count === 0) return undefined
      const current = targets[position]
      switch (key) {
        case 'Home':
          return 0
        case 'End':
          return count - 1
        case 'ArrowRight':
          return current ? wrap(position + 1) : 0
        case 'ArrowLeft':
          return current ? wrap(position - 1) : count - 1
        case 'ArrowDown':
          return current ? nearestOf(targets, current, 1) : 0
        case 'ArrowUp':
          return current ? nearestOf(targets, current, -1) : count - 1
        default:
          return undefined
      }
    },
  }
}

/** @returns the position of the horizontally nearest point on the next line, or on the one before. */
function nearestOf(targets: readonly Target[], current: Target, step: 1 | -1): number {
  const lines = [...new Set(targets.map(({ line }) => line))]
  const next = lines.at((lines.indexOf(current.line) + step) % lines.length)
  let best = targets.findIndex(({ line }) => line === next)
  targets.forEach(({ line, x }, i) => {
    if (line === next && Math.abs(x - current.x) < Math.abs(targets[best]!.x - current.x)) best = i
  })
  return best
}

/** All four directions, stopping at the edges; Home and End along the row. @param cell makes the target of one cell. */
export function gridReader(
  rows: number,
  columns: number,
  cell: (row: number, column: number) => Target,
): TargetReader {
  const count = rows * columns
  return {
    at: (position) =>
      position >= 0 && position < count
        ? cell(Math.floor(position / columns), position % columns)
        : undefined,
    next(position, key) {
      const moves: Readonly<Record<string, readonly [down: number, right: number]>> = {
        ArrowRight: [0, 1],
        ArrowLeft: [0, -1],
        ArrowDown: [1, 0],
        ArrowUp: [-1, 0],
        Home: [0, -columns],
        End: [0, columns],
      }
      const move = Object.hasOwn(moves, key) ? moves[key] : undefined
      if (!move || count === 0) return undefined
      if (position < 0) return 0
      const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value))
      const row = clamp(Math.floor(position / columns) + move[0], rows - 1)
      return row * columns + clamp((position % columns) + move[1], columns - 1)
    },
  }
}
