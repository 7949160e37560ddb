/** Lines of a figure: a frame that stays, and a layer over it that follows the runs. */
import { createContext, memo, useContext, useMemo } from 'react'
import type { FigureSeries, LinesFigure } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import type { Axis } from '../../frame/axis'
import { ChartFrame } from '../../frame/chart-frame'
import { ChartText } from '../../frame/marks'
import { PointerLayer } from '../../frame/pointer-layer'
import { type Scales, useScales } from '../../frame/scales'
import { useHighlightedModel, useTargetIn } from '../../highlight'
import { Bands } from './bands'
import { lineColor } from './colors'
import { hasMarks, xAxis, yAxis } from './room'
import { SeriesNames } from './series-names'
import { ClipPlot, SeriesShape } from './series-shape'
import { lineTargets } from './targets'

/** Reaches the layer past the frame, which is not drawn again where only points have changed. */
const FigureContext = createContext<LinesFigure | undefined>(undefined)

export function LinesChart({ figure }: { figure: LinesFigure }) {
  const { compact } = useChart()
  const isMarked = hasMarks(figure)
  const x = useMemo(() => xAxis(figure.x, compact, isMarked), [figure.x, compact, isMarked])
  const y = useMemo(() => yAxis(figure.y, compact), [figure.y, compact])
  if (!x || !y) return <p className="chart-empty">Nothing to draw yet.</p>
  return (
    <FigureContext value={figure}>
      <ChartFrame x={x} y={y} layer={LinesLayer} />
    </FigureContext>
  )
}

const LinesLayer = memo(function LinesLayer({ x, y }: { x: Axis; y: Axis }) {
  const figure = useContext(FigureContext)
  const scales = useScales(x, y)
  return figure && scales && <Lines figure={figure} scales={scales} />
})

/** Font size of labels in the enlarged chart, px. */
const LARGE_FONT = 20

function Lines({ figure, scales }: { figure: LinesFigure; scales: Scales }) {
  const { id, fontSize } = useChart()
  const pointed = useHighlightedModel()
  const target = useTargetIn(id)
  const targets = useMemo(() => lineTargets(figure, scales), [figure, scales])
  const { series, bands = [], awaits = 'No points so far' } = figure
  const isEmpty = series.every(({ color, points }) => color === 'reference' || points.length === 0)
  const chosen = series.some(({ key }) => key === pointed) ? pointed : undefined
  return (
    <g>
      <ClipPlot plot={scales} />
      <Bands bands={bands} scales={scales} />
      {behindToFront(series).map((one) => (
        <g key={one.key} opacity={chosen !== undefined && chosen !== one.key ? 0.25 : 1}>
          <SeriesShape
            series={one}
            color={lineColor(one.color)}
            scales={scales}
            bold={chosen === one.key}
            weight={fontSize >= LARGE_FONT ? 1.5 : 1}
          />
        </g>
      ))}
      {isEmpty && (
        <ChartText
          x={(scales.left + scales.right) / 2}
          y={(scales.top + scales.bottom) / 2}
          size={fontSize}
          anchor="middle"
        >
          {awaits}
        </ChartText>
      )}
      <SeriesNames figure={figure} scales={scales} chosen={chosen} />
      {target && (
        <circle
          cx={target.x}
          cy={target.y}
          r={9}
          fill="none"
          stroke="var(--chart-ink)"
          strokeWidth={1.5}
          data-export="skip"
        />
      )}
      <PointerLayer scales={scales} targets={targets} />
    </g>
  )
}

/** Reference series first, so that our own lines stay on top. */
const behindToFront = (series: readonly FigureSeries[]): FigureSeries[] => [
  ...series.filter(({ color }) => color === 'reference'),
  ...series.filter(({ color }) => color !== 'reference'),
]
