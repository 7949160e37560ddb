/** Data to pixels: d3's scales over the plot, the part of the drawing between the axes. */
import { useMemo } from 'react'
import { type ChartContext, useChart } from '../chart-context'
import { type Axis, scaleOf } from './axis'

/** A box in pixels of the drawing. */
export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Scales extends Plot {
  /** Px along x; not finite where the axis has no place for the value: 0 and less on a log axis. */
  readonly x: (value: number) => number
  /** Px along y, inside the plot: what lies beyond an edge is drawn on it. */
  readonly y: (value: number) => number
  /** Px along y, beyond the edges too: for lines, which are clipped. */
  readonly openY: (value: number) => number
  /** Whether a value lies under the axis. */
  readonly isBelow: (y: number) => boolean
}

/** How far outside the plot a line may lead, in its heights: a log axis has 0 and less nowhere. */
const FAR = 10

export function plotScales(x: Axis, y: Axis, plot: Plot): Scales {
  const { left, right, top, bottom } = plot
  const along = scaleOf(x).range([left, right])
  const up = scaleOf(y).range([bottom, top])
  const far = FAR * (bottom - top)
  const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))
  const place = (value: number) => (y.scale === 'log' && value <= 0 ? Number.POSITIVE_INFINITY : up(value))
  return {
    ...plot,
    x: along,
    y: (value) => (Number.isNaN(value) ? bottom : within(place(value), top, bottom)),
    openY: (value) => within(place(value), top - far, bottom + far),
    isBelow: (value) => value < y.domain[0],
  }
}

/** Room for an axis with its ticks and, below the plot, its label, px. */
const yAxisWidth = (fontSize: number): number => Math.round(fontSize * 3.6)
const xAxisHeight = (fontSize: number): number => Math.round(fontSize * 3.3)

/** Where the plot lies: inside the margins, beside and above the axes. */
export const plotOf = ({
  width,
  height,
  margin,
  fontSize,
}: Pick<ChartContext, 'width' | 'height' | 'margin' | 'fontSize'>): Plot => ({
  left: margin.left + yAxisWidth(fontSize),
  right: width - margin.right,
  top: margin.top,
  bottom: height - margin.bottom - xAxisHeight(fontSize),
})

/** The same until an axis or the size of the chart changes. */
export function useScales(x: Axis, y: Axis): Scales {
  const { width, height, margin, fontSize } = useChart()
  return useMemo(
    () => plotScales(x, y, plotOf({ width, height, margin, fontSize })),
    [x, y, width, height, margin, fontSize],
  )
}
