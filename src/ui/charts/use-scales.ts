/** The frame's scales, as functions that always give a place inside the plot's sheet. */
import { useMemo } from 'react'
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'

export interface Scales {
  /** Data to px; not clamped. */
  readonly x: (value: number) => number
  /** Data to px, clamped to the plot: what lies beyond an edge is drawn on it. */
  readonly y: (value: number) => number
  /** Whether the value can be drawn where it is. */
  readonly within: (y: number) => boolean
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Undefined until recharts has laid out the frame; the same until it does so again. */
export function useScales(yDomain: readonly [number, number]): Scales | undefined {
  const xScale = useXAxisScale()
  const yScale = useYAxisScale()
  const plot = usePlotArea()
  const [low, high] = yDomain
  return useMemo((): Scales | undefined => {
    if (!xScale || !yScale || !plot) return undefined
    // NaN from a log of 0 or less would erase a whole path: clamp before the scale sees it.
    const clamp = (value: number) => Math.min(high, Math.max(low, Number.isFinite(value) ? value : low))
    return {
      x: (value) => xScale(value) ?? plot.x,
      y: (value) => yScale(clamp(value)) ?? plot.y + plot.height,
      within: (value) => value >= low && value <= high,
      left: plot.x,
      right: plot.x + plot.width,
      top: plot.y,
      bottom: plot.y + plot.height,
    }
  }, [xScale, yScale, plot, low, high])
}
