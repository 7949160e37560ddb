/**
 * The static half of a chart: recharts draws axes and grid from constant data, once. What changes is drawn by the live layer,
 * its child, through the scales of this frame: a redraw costs a tenth of a data-driven one.
 */
import { type ComponentType, memo } from 'react'
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts'
import { useChart } from '../chart-context'
import { type Axis, formatTick } from './axis'
import { xAxisHeight, yAxisWidth } from './scales'

interface ChartFrameProps {
  readonly x: Axis
  readonly y: Axis
  /** Given as a component, not as an element: an element would be new with every render, and the frame with it. */
  readonly layer: ComponentType<{ readonly x: Axis; readonly y: Axis }>
}

export const ChartFrame = memo(function ChartFrame({ x, y, layer: Layer }: ChartFrameProps) {
  const { width, height, fontSize, margin } = useChart()
  const tick = { fontSize, fill: 'var(--chart-text)' }
  return (
    <LineChart width={width} height={height} margin={margin} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--chart-grid)" strokeWidth={1} />
      <XAxis
        // Without a key recharts takes the axis for one of categories.
        dataKey="x"
        type="number"
        scale={x.scale}
        domain={[...x.domain]}
        ticks={[...x.ticks]}
        interval={0}
        allowDataOverflow
        tickFormatter={formatTick}
        tick={tick}
        tickLine={{ stroke: 'var(--chart-axis)' }}
        axisLine={{ stroke: 'var(--chart-axis)' }}
        height={xAxisHeight(fontSize)}
        tickMargin={6}
        label={{
          value: x.label,
          position: 'insideBottom',
          offset: 0,
          fontSize,
          fill: 'var(--chart-text)',
        }}
      />
      <YAxis
        type="number"
        scale={y.scale}
        domain={[...y.domain]}
        ticks={[...y.ticks]}
        interval={0}
        allowDataOverflow
        tickFormatter={formatTick}
        tick={tick}
        tickLine={{ stroke: 'var(--chart-axis)' }}
        axisLine={{ stroke: 'var(--chart-axis)' }}
        width={yAxisWidth(fontSize)}
        tickMargin={4}
      />
      <Layer x={x} y={y} />
      <text x={4} y={fontSize + 2} fontSize={fontSize} fill="var(--chart-text)" aria-hidden="true">
        {y.label}
      </text>
    </LineChart>
  )
})
