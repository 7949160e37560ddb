/** What a card needs to know of its figure besides the points, in flat values: it changes rarely, so the card is drawn rarely. Pure. */
import type { Figure, FigureAxis, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import { type Axis, linearAxis, logAxis } from '../charts/axis'

export interface FigureFrame {
  readonly title: string
  readonly caption: string
  readonly kind: Figure['kind']
  /** Letters of the longest name at a line's end; 0 where names stand beside their lines. */
  readonly longestLabel: number
  /** Of a grid. */
  readonly rows: number
  /** Spans of x have their names above the plot: those that it has, and those that it may get while models train. */
  readonly hasBands: boolean
}

export const MARKED: Readonly<Record<FigureSeries['style'], boolean>> = {
  line: true,
  dashed: true,
  dots: true,
  rings: true,
  curve: false,
  'dashed-curve': false,
  steps: false,
}

export const figureFrame = (figure: Figure): FigureFrame => {
  const { title, caption, kind } = figure
  const lines = kind === 'lines' ? figure : undefined
  return {
    title,
    caption,
    kind,
    longestLabel:
      lines?.names === 'beside' ? 0 : Math.max(0, ...(lines?.series ?? []).map(({ label }) => label.length)),
    rows: figure.kind === 'grid' ? rowCount(figure) : 0,
    hasBands: lines?.bands !== undefined,
  }
}

/** Whether there are marks of our own runs: an axis keeps room for those at its ends. */
export const hasMarks = ({ series }: LinesFigure): boolean =>
  series.some(({ color, style }) => color !== 'reference' && MARKED[style])

export const rowCount = ({ columns, values }: Pick<GridFigure, 'columns' | 'values'>): number =>
  columns > 0 ? Math.ceil(values.length / columns) : 0

/** Cells of a few rows would be towers; lines have no such limit. */
export const tallest = ({ kind, rows }: FigureFrame): number =>
  kind === 'grid' ? 150 + 52 * rows : Number.POSITIVE_INFINITY

/** Longer names are shortened: a chart is not for reading them. */
export const MAX_LABEL = { full: 24, compact: 13 } as const

/** Width of a letter, in sizes of the font: a little more than most. */
const LETTER = 0.6

/** Space for the names at the lines' ends, in widths of the font. */
export const endSpace = ({ longestLabel }: FigureFrame) => ({
  full: 1.5 + LETTER * Math.min(MAX_LABEL.full, longestLabel),
  compact: 1.1 + LETTER * Math.min(MAX_LABEL.compact, longestLabel),
})

/** Rounded outwards; undefined for an axis that nothing can be drawn on. */
export function chartAxis({ label, scale, min, max, ticks }: FigureAxis, maxTicks: number): Axis | undefined {
  if (!Number.isFinite(min) || !Number.isFinite(max) || max < min) return undefined
  const [low, high] = [ticks?.[0], ticks?.at(-1)]
  if (ticks && low !== undefined && high !== undefined && low < high) {
    return { label, scale, domain: [Math.min(low, min), Math.max(high, max)], ticks }
  }
  if (scale === 'linear') return linearAxis(label, max, maxTicks, min)
  return min > 0 ? logAxis(label, min, max, maxTicks) : undefined
}

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text
