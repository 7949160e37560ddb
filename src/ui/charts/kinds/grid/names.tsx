/** Names of a grid's rows and columns, what its axes are, and what its shades mean. */
import type { GridFigure } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { ChartText } from '../../frame/marks'
import { type GridLayout, LEGEND_WIDTH, LETTER } from './layout'

const STOPS = [0, 0.5, 1]

export function GridNames({ figure, layout }: { figure: GridFigure; layout: GridLayout }) {
  const { fontSize, height } = useChart()
  const { left, top, width, slanted } = layout
  const foot = top + layout.height
  const axisY = height - fontSize * (layout.legendAtFoot ? 2.5 : 0.8)
  return (
    <g>
      <rect
        x={left - 0.5}
        y={top - 0.5}
        width={width + 1}
        height={layout.height + 1}
        fill="none"
        stroke="var(--chart-axis)"
      />
      <ChartText x={4} y={fontSize * 0.8} size={fontSize}>
        {figure.rowsLabel}
      </ChartText>
      <ChartText x={left + width / 2} y={axisY} size={fontSize} anchor="middle">
        {figure.columnsLabel}
      </ChartText>
      {layout.rowNames.map(({ text, at }) => (
        <ChartText key={at} x={left - 6} y={top + at} size={fontSize} anchor="end">
          {text}
        </ChartText>
      ))}
      {layout.columnNames.map(({ text, at }) =>
        slanted ? (
          <g key={at} transform={`translate(${left + at} ${foot + fontSize * 0.8}) rotate(-40)`}>
            <ChartText x={0} y={0} size={fontSize} anchor="end">
              {text}
            </ChartText>
          </g>
        ) : (
          <ChartText key={at} x={left + at} y={foot + fontSize * 0.9} size={fontSize} anchor="middle">
            {text}
          </ChartText>
        ),
      )}
      <GridLegend figure={figure} layout={layout} />
    </g>
  )
}

/** The scale of shades, from what 0 means to what 1 means. */
function GridLegend({ figure, layout }: { figure: GridFigure; layout: GridLayout }) {
  const { id, fontSize, width, height } = useChart()
  const [none, all] = figure.legend
  const y = layout.legendAtFoot ? height - fontSize * 0.8 : fontSize * 0.8
  const right = width - fontSize - all.length * fontSize * LETTER
  // Shorter where a phone has no room for all of it.
  const barWidth = Math.max(24, Math.min(LEGEND_WIDTH, right - none.length * fontSize * LETTER - 16))
  const bar = right - barWidth - 6
  const gradient = `${id}-shades`
  return (
    <g>
      <defs>
        <linearGradient id={gradient}>
          {STOPS.map((at, i) => (
            <stop key={at} offset={at} stopColor={`var(--grid-${i})`} />
          ))}
        </linearGradient>
      </defs>
      <ChartText x={bar - 6} y={y} size={fontSize} anchor="end">
        {none}
      </ChartText>
      <rect
        x={bar}
        y={y - fontSize * 0.4}
        width={barWidth}
        height={fontSize * 0.8}
        fill={`url(#${gradient})`}
        stroke="var(--chart-axis)"
      />
      <ChartText x={right} y={y} size={fontSize}>
        {all}
      </ChartText>
    </g>
  )
}
