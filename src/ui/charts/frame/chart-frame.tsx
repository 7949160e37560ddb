/**
 * The static half of a chart: recharts draws the axes from constant data, once, without its charts, which would be two thirds of what the page's
 * figures load. What changes is drawn by the live layer, its child, through the scales of this frame: a redraw costs a tenth of a data-driven one.
 */
import { type ComponentType, memo } from 'react'
import { CartesianAxis, Surface } from 'recharts'
import { useChart } from '../chart-context'
import { type Axis, formatTick } from './axis'
import { type Scales, useScales } from './scales'

interface ChartFrameProps {
  readonly x: Axis
  readonly y: Axis
  /** Given as a component, not as an element: an element would be new with every render, and the frame with it. */
  readonly layer: ComponentType<{ readonly x: Axis; readonly y: Axis }>
}

/** Width of a letter, in sizes of the font: a little more than most. */
const LETTER = 0.57

const LINE = { stroke: 'var(--chart-axis)' }

export const ChartFrame = memo(function ChartFrame({ x, y, layer: Layer }: ChartFrameProps) {
  const { width, height, fontSize, margin } = useChart()
  const scales = useScales(x, y)
  const { left, right, top, bottom } = scales
  const across = { x: left, width: right - left }
  const labelWidth = x.label.length * LETTER * fontSize
  const halfLabel = Math.min(labelWidth, width - 8) / 2
  const axis = {
    axisLine: LINE,
    tickLine: LINE,
    tick: { fontSize, fill: 'var(--chart-text)' },
    tickFormatter: formatTick,
    interval: 0,
  } as const
  return (
    <Surface width={width} height={height}>
      <Grid x={x} y={y} scales={scales} />
      <Layer x={x} y={y} />
      <text x={4} y={fontSize + 2} fontSize={fontSize} fill="var(--chart-text)" aria-hidden="true">
        {y.label}
      </text>
      <text
        // In the middle of the plot, or as near to it as a long one may be; smaller where it is longer than a phone is wide.
        x={Math.max(halfLabel + 4, Math.min(width - halfLabel - 4, (left + right) / 2))}
        y={height - margin.bottom - fontSize * 0.3}
        fontSize={fontSize * Math.min(1, (2 * halfLabel) / labelWidth)}
        textAnchor="middle"
        fill="var(--chart-text)"
        aria-hidden="true"
      >
        {x.label}
      </text>
      <CartesianAxis
        {...axis}
        {...across}
        y={bottom}
        height={height - margin.bottom - bottom}
        ticks={ticksOf(x, scales.x)}
        tickMargin={6}
        {...(x.unnumbered ? { tick: false, tickLine: false } : {})}
      />
      <CartesianAxis
        {...axis}
        orientation="left"
        x={margin.left}
        width={left - margin.left}
        y={top}
        height={bottom - top}
        ticks={ticksOf(y, scales.y)}
        tickMargin={4}
      />
    </Surface>
  )
})

const ticksOf = ({ ticks }: Axis, place: (value: number) => number) =>
  ticks.map((value, index) => ({
    value,
    index,
    offset: 0,
    coordinate: place(value),
    tickCoord: place(value),
  }))

/** An edge of the plot that is nearer to the line of a tick has no line of its own, px. */
const APART = 12

const linesAt = (ticks: readonly number[], edges: readonly number[]): Set<number> =>
  new Set([...ticks, ...edges.filter((edge) => ticks.every((tick) => Math.abs(tick - edge) > APART))])

/** A line at every tick, and around the plot. */
function Grid({ x, y, scales }: { readonly x: Axis; readonly y: Axis; readonly scales: Scales }) {
  const { left, right, top, bottom } = scales
  const xs = linesAt(x.ticks.map(scales.x), [left, right])
  const ys = linesAt(y.ticks.map(scales.y), [top, bottom])
  // On each line and not on the group: a saved picture keeps what the page's style makes of a shape.
  const line = { stroke: 'var(--chart-grid)', strokeWidth: 1, fill: 'none' }
  return (
    <g>
      {[...ys].map((at) => (
        <line key={at} x1={left} x2={right} y1={at} y2={at} {...line} />
      ))}
      {[...xs].map((at) => (
        <line key={at} x1={at} x2={at} y1={top} y2={bottom} {...line} />
      ))}
    </g>
  )
}
