/**
 * Label placement inside the plot, for lines that end in one point. Each line gets candidate anchors along it, each anchor candidate boxes
 * around it, and the box of least cost is taken: one that covers no line, is near its own and far from the others, and whose tie to its line
 * crosses nothing. Pure; sizes in px.
 */
import type { Point } from './marks'
import type { Plot } from './scales'

export interface BesideLine {
  /** Corners of the polyline as drawn. */
  readonly points: readonly Point[]
  /** Width of the line's name; undefined for a line without a name, which names still have to avoid. */
  readonly width: number | undefined
}

export interface BesidePlace {
  /** Left end and vertical middle of the text. */
  readonly x: number
  readonly y: number
  /** The point of the line that the name belongs to. */
  readonly anchor: Point
  /** Whether the name is so far from its line that a thin line must tie them together. */
  readonly isTied: boolean
}

/** Size of a cell of the raster in which lines are looked up, px. */
const CELL = 5
/** Candidate anchors along a line. */
const ANCHORS = 20
const DISTANCES = [7, 15, 28, 48, 80] as const
/** A name farther from its line than this is tied to it, px. */
const TIED_FROM = 10
/** Least space between two names side by side, px. */
const NAMES_APART = 9
/** Other lines should keep this distance from a name, px. */
const AROUND = 8
/** Distances from other lines beyond this count as equally good, px. */
const CLEAR = 28
/** Costs: for each cell of a line in or around the box or under the tie, for each px too near to another line, for each px from the own one. */
const COST = {
  otherInBox: 8,
  ownInBox: 4,
  otherAround: 1,
  otherUnderTie: 14,
  unclear: 1,
  distance: 0.4,
} as const

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const inflated = ({ left, right, top, bottom }: Box, by: number, sideways = by): Box => ({
  left: left - sideways,
  right: right + sideways,
  top: top - by,
  bottom: bottom + by,
})

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** @returns points of a polyline at most `step` apart, those inside the plot. */
function walked(points: readonly Point[], step: number, plot: Plot): Point[] {
  const all = points.flatMap(([x, y], i): Point[] => {
    const [fromX, fromY] = points[i - 1] ?? [x, y]
    const count = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY) / step))
    return Array.from({ length: count }, (_, j) => {
      const share = (j + 1) / count
      return [fromX + share * (x - fromX), fromY + share * (y - fromY)]
    })
  })
  return all.filter(
    ([x, y]) => x >= plot.left - 1 && x <= plot.right + 1 && y >= plot.top - 1 && y <= plot.bottom + 1,
  )
}

/** Knows which lines go through which cell of the plot. */
interface Raster {
  /** Counts the cells of a box that the line, and that other lines, go through. */
  count(box: Box, line: number): { readonly own: number; readonly others: number }
  /** Distance to the nearest other line, at most {@link CLEAR}. */
  clearance(point: Point, line: number): number
}

/** Bits of a cell, one a line; from the 32nd line on, lines share bits and are taken for one another. */
const BITS = 31

function rasterOf(paths: readonly (readonly Point[])[], plot: Plot): Raster {
  const columns = Math.ceil((plot.right - plot.left) / CELL) + 1
  const rows = Math.ceil((plot.bottom - plot.top) / CELL) + 1
  const cells = new Uint32Array(columns * rows)
  const column = (x: number) => Math.max(0, Math.min(columns - 1, Math.floor((x - plot.left) / CELL)))
  const row = (y: number) => Math.max(0, Math.min(rows - 1, Math.floor((y - plot.top) / CELL)))
  const bit = (line: number) => 2 ** (line % BITS)
  paths.forEach((path, line) => {
    for (const [x, y] of path) cells[row(y) * columns + column(x)]! |= bit(line)
  })
  return {
    count(box, line) {
      const mask = bit(line)
      let own = 0
      let others = 0
      for (let r = row(box.top); r <= row(box.bottom); r++) {
        for (let c = column(box.left); c <= column(box.right); c++) {
          const lines = cells[r * columns + c]!
          if ((lines & mask) !== 0) own++
          if ((lines & ~mask) !== 0) others++
        }
      }
      return { own, others }
    },
    clearance([x, y], line) {
      const mask = bit(line)
      let nearest = CLEAR
      for (let r = row(y - CLEAR); r <= row(y + CLEAR); r++) {
        for (let c = column(x - CLEAR); c <= column(x + CLEAR); c++) {
          if ((cells[r * columns + c]! & ~mask) === 0) continue
          const dx = plot.left + (c + 0.5) * CELL - x
          const dy = plot.top + (r + 0.5) * CELL - y
          nearest = Math.min(nearest, Math.hypot(dx, dy))
        }
      }
      return nearest
    },
  }
}

interface Candidate extends BesidePlace {
  readonly box: Box
  readonly cost: number
  /** Points on the tie; empty for a name that needs none. */
  readonly tied: readonly Point[]
}

const holds = ({ left, right, top, bottom }: Box, [x, y]: Point): boolean =>
  x > left && x < right && y > top && y < bottom

/** @returns candidate boxes around an anchor, in eight directions. */
function boxesAround([x, y]: Point, width: number, height: number): { box: Box; gap: number }[] {
  return DISTANCES.flatMap((gap) =>
    [-1, 0, 1].flatMap((dx) =>
      [-1, 0, 1].flatMap((dy) => {
        if (dx === 0 && dy === 0) return []
        const away = dx !== 0 && dy !== 0 ? gap * Math.SQRT1_2 : gap
        const middleX = x + dx * (away + width / 2)
        const middleY = y + dy * (away + height / 2)
        const box = {
          left: middleX - width / 2,
          right: middleX + width / 2,
          top: middleY - height / 2,
          bottom: middleY + height / 2,
        }
        return [{ box, gap }]
      }),
    ),
  )
}

/** @returns points of the straight line from the anchor to the nearest edge of the box, without its ends. */
function tie([x, y]: Point, box: Box): Point[] {
  const toX = Math.max(box.left, Math.min(box.right, x))
  const toY = Math.max(box.top, Math.min(box.bottom, y))
  const count = Math.floor(Math.hypot(toX - x, toY - y) / CELL)
  return Array.from({ length: Math.max(0, count - 1) }, (_, i): Point => {
    const share = (i + 1) / count
    return [x + share * (toX - x), y + share * (toY - y)]
  })
}

/**
 * @param height height of a name. @returns a place for each line, in their order; undefined for a line without a name, and for one whose name
 * has no free place.
 */
export function placeBeside(
  lines: readonly BesideLine[],
  height: number,
  plot: Plot,
): (BesidePlace | undefined)[] {
  const paths = lines.map(({ points }) => walked(points, CELL / 2, plot))
  const raster = rasterOf(paths, plot)
  const named = lines.flatMap(({ width }, line) => {
    const path = paths[line]!
    if (width === undefined || path.length === 0) return []
    const every = Math.max(1, Math.floor(path.length / ANCHORS))
    const anchors = path
      .filter((_, i) => i % every === 0)
      .map((point) => ({ point, clearance: raster.clearance(point, line) }))
      .toSorted((a, b) => b.clearance - a.clearance)
    return [{ line, width, anchors, clearest: anchors[0]!.clearance }]
  })
  const places: (BesidePlace | undefined)[] = lines.map(() => undefined)
  const taken: Box[] = []
  const ties: Point[] = []
  // Lines that are alone somewhere come first: they have one good place. Those that run with others can be named anywhere, with a tie.
  for (const { line, width, anchors } of named.toSorted((a, b) => b.clearest - a.clearest)) {
    let best: Candidate | undefined
    for (const { point, clearance } of anchors) {
      for (const { box, gap } of boxesAround(point, width, height)) {
        const least = COST.unclear * (CLEAR - clearance) + COST.distance * gap
        if (best && best.cost <= least) continue
        const isOutside =
          box.left < plot.left + 2 ||
          box.right > plot.right - 2 ||
          box.top < plot.top ||
          box.bottom > plot.bottom
        if (
          isOutside ||
          taken.some((other) => overlap(inflated(box, 3, NAMES_APART), other)) ||
          ties.some((point) => holds(box, point))
        )
          continue
        const inside = raster.count(box, line)
        const within = least + COST.otherInBox * inside.others + COST.ownInBox * inside.own
        if (best && best.cost <= within) continue
        const isTied = gap > TIED_FROM
        const tied = isTied ? tie(point, box) : []
        const crossed = tied.filter(
          ([x, y]) =>
            raster.count({ left: x, right: x, top: y, bottom: y }, line).others > 0 ||
            taken.some((other) => holds(other, [x, y])),
        ).length
        const around = raster.count(inflated(box, AROUND), line)
        const cost =
          within + COST.otherUnderTie * crossed + COST.otherAround * (around.others - inside.others)
        if (best && best.cost <= cost) continue
        best = { box, cost, tied, x: box.left, y: (box.top + box.bottom) / 2, anchor: point, isTied }
      }
    }
    if (!best) continue
    const { box, tied, x, y, anchor, isTied } = best
    taken.push(box)
    ties.push(...tied)
    places[line] = { x, y, anchor, isTied }
  }
  return places
}
