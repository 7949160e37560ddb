import type { LinesFigure } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { type Axis, formatTick } from '../../frame/axis'
import { plotOf, plotScales, type Scales } from '../../frame/scales'
import { Lines } from './lines-chart'
import { hasMarks, xAxis, yAxis } from './room'

/** The figure as it is drawn, but for its axes: plain ticks in place of those of recharts, which take most of a chart's time. */
export function LinesPicture({ figure }: { figure: LinesFigure }) {
  const chart = useChart()
  const x = xAxis(figure.x, chart.compact, hasMarks(figure))
  const y = yAxis(figure.y, chart.compact)
  if (!x || !y) return undefined
  const scales = plotScales(x, y, plotOf(chart))
  return (
    <svg width={chart.width} height={chart.height}>
      <Ticks x={x} y={y} scales={scales} />
      <Lines figure={figure} scales={scales} />
    </svg>
  )
}

function Ticks({ x, y, scales }: { x: Axis; y: Axis; scales: Scales }) {
  const { left, right, top, bottom } = scales
  const axis = { fill: 'none', stroke: 'var(--chart-axis)' }
  const text = { fill: 'var(--chart-text)' }
  return (
    <>
      <path d={`M${left} ${top}V${bottom}H${right}`} {...axis} />
      {(x.unnumbered ? [] : x.ticks).map((tick) => (
        <text key={tick} x={scales.x(tick)} y={bottom + 20} textAnchor="middle" {...text}>
          {formatTick(tick)}
        </text>
      ))}
      <text x={(left + right) / 2} y={bottom + 44} textAnchor="middle" {...text}>
        {x.label}
      </text>
      {y.ticks.map((tick) => (
        <text key={tick} x={left - 6} y={scales.y(tick) + 5} textAnchor="end" {...text}>
          {formatTick(tick)}
        </text>
      ))}
      <text x={4} y={17} {...text}>
        {y.label}
      </text>
    </>
  )
}
