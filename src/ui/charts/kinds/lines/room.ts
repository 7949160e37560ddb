/** Where the parts of a lines figure stand: its axes, its marks, room for the names of its lines. Pure. */
import type { EndName, FigureAxis, FigureSeries, LinesFigure } from '@/core/figures/figure'
import type { ChartRoom } from '../../chart-context'
import { type Axis, linearAxis, logAxis, withRoom } from '../../frame/axis'

/** Styles that draw a mark at each point. */
export const MARKED: Readonly<Record<FigureSeries['style'], boolean>> = {
  line: true,
  thin: true,
  dots: true,
  rings: true,
  curve: false,
  'thin-curve': false,
  formula: false,
  steps: false,
}

/** Letters of a line's name; longer ones are shortened. */
export const maxLabel = (compact: boolean): number => (compact ? 15 : 24)

/** Width of a letter, in sizes of the font: a little more than most. */
const LETTER = 0.6

/** What stands at the end of a series. */
export const endNameOf = ({ label, atEnd }: FigureSeries): EndName => atEnd ?? [label, label]

export function linesRoom({ series, references = [], names = 'at ends', bands }: LinesFigure): ChartRoom {
  const ends = [
    ...(names === 'at ends' ? series.map(endNameOf) : []),
    ...references.map(({ atEnd }) => atEnd),
  ]
  const longest = (place: 0 | 1) => Math.max(0, ...ends.map((name) => name[place].length))
  return {
    right: 1.5 + LETTER * Math.min(maxLabel(false), longest(0)),
    rightCompact: 1.1 + LETTER * Math.min(maxLabel(true), longest(1)),
    // Also for spans that it may get while models train.
    namesAbove: bands !== undefined,
    maxHeight: Number.POSITIVE_INFINITY,
  }
}

/** Whether there are marks of our own runs: an axis keeps room for those at its ends. */
export const hasMarks = ({ series }: LinesFigure): boolean =>
  series.some(({ color, style }) => color !== 'reference' && MARKED[style])

/** Undefined for an axis that nothing can be drawn on. */
export function xAxis(axis: FigureAxis, compact: boolean, isMarked: boolean): Axis | undefined {
  const rounded = chartAxis(axis, compact ? 4 : 8)
  return rounded && isMarked ? withRoom(rounded, axis.min, axis.max) : rounded
}

export const yAxis = (axis: FigureAxis, compact: boolean): Axis | undefined =>
  chartAxis(axis, compact ? 5 : 7)

/** Rounded outwards. */
function chartAxis(
  { label, scale, min, max, ticks, unnumbered = false }: FigureAxis,
  maxTicks: number,
): Axis | undefined {
  if (!Number.isFinite(min) || !Number.isFinite(max) || max < min) return undefined
  const [low, high] = [ticks?.[0], ticks?.at(-1)]
  if (ticks && low !== undefined && high !== undefined && low < high) {
    return { label, scale, domain: [Math.min(low, min), Math.max(high, max)], ticks, unnumbered }
  }
  if (scale === 'linear') return linearAxis(label, max, maxTicks, min)
  return min > 0 ? logAxis(label, min, max, maxTicks) : undefined
}
