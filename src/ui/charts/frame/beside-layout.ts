/**
 * Places names inside the plot, each beside its own line where that is farthest from the others: for lines that end in one point. Every
 * line gets some anchors, every anchor some boxes around it, and the cheapest box wins: one that crosses no line, stands near its own and
 * is tied to it across nothing else. Pure; sizes in px.
 */
import type { Point } from './marks'
import type { Plot } from './scales'

export interface BesideLine {
  /** As drawn: lines between them are straight. */
  readonly points: readonly Point[]
  /** Of its name; undefined for a line without one, which is only in the way. */
  readonly width: number | undefined
}

export interface BesidePlace {
  /** Left end and middle of the text. */
  readonly x: number
  readonly y: number
  /** Where on the line it belongs. */
  readonly anchor: Point
  /** Too far from its line to be read as its name without a line between them. */
  readonly isTied: boolean
}

/** Of the raster in which lines are looked up, px. */
const CELL = 5
/** Places along a line that its name may belong to. */
const ANCHORS = 20
const DISTANCES = [7, 15, 28, 48, 80] as const
/** Farther from its line than this, a name is tied to it, px. */
const TIED_FROM = 10
/** Between two names side by side, px. */
const NAMES_APART = 9
/** So far around a name no other line should be, px. */
const AROUND = 8
/** A line that is so far from the others is clear enough, px. */
const CLEAR = 28
/** What a px of distance, or a cell in the way, is worth against the others. */
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

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Points of a polyline no more than a step apart, inside the plot. */
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

/** Which lines go through which cell. */
interface Raster {
  /** Cells of a box that lines go through. */
  count(box: Box, line: number): { readonly own: number; readonly others: number }
  /** To the nearest other line, at most {@link CLEAR}. */
  clearance(point: Point, line: number): number
}

/** Bits of a cell: more lines than this share them, and are then not told apart. */
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
  /** On its tie; none without one. */
  readonly tied: readonly Point[]
}

const holds = ({ left, right, top, bottom }: Box, [x, y]: Point): boolean =>
  x > left && x < right && y > top && y < bottom

/** Boxes around an anchor, in eight directions. */
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

/** From the anchor to the nearest place of the box, without its ends. */
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
 * @param height of a name. @returns a place for each line, in their order; undefined for one without a name, and where nothing is free.
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
  // Lines that stand alone somewhere have one good place; those that run with others may be named anywhere, and are tied.
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
