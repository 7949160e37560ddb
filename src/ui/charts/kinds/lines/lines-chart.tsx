/** Lines of a figure: a frame that stays, and a layer over it that follows the runs. */
import { createContext, memo, useContext, useMemo } from 'react'
import type { FigureSeries, LinesFigure } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import type { Axis } from '../../frame/axis'
import { ChartFrame } from '../../frame/chart-frame'
import { ChartText } from '../../frame/marks'
import { PointerLayer } from '../../frame/pointer-layer'
import { type Scales, useScales } from '../../frame/scales'
import { useHighlightedPoint, useHighlightedSeries, useTargetIn } from '../../highlight'
import { Bands } from './bands'
import { Callout } from './callout'
import { lineColor } from './colors'
import { EarlierShape } from './earlier-shape'
import { ReferenceLines } from './references'
import { hasMarks, xAxis, yAxis } from './room'
import { SeriesNames } from './series-names'
import { ClipPlot, SeriesShape } from './series-shape'
import { highlightOf, lineTargets } from './targets'

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
  return figure && <Lines figure={figure} scales={scales} />
})

/** Font size of labels in the enlarged chart, px. */
const LARGE_FONT = 20

/** All that stands between the axes, and the names beside it. */
export function Lines({ figure, scales }: { figure: LinesFigure; scales: Scales }) {
  const { id, fontSize } = useChart()
  const pointed = useHighlightedSeries()
  const point = useHighlightedPoint()
  const target = useTargetIn(id)
  const targets = useMemo(() => lineTargets(figure, scales), [figure, scales])
  const { series, references = [], bands = [], earlier = [], awaits = 'No points yet' } = figure
  const isEmpty =
    earlier.length === 0 && series.every(({ color, points }) => color === 'reference' || points.length === 0)
  const chosen = series.some((one) => highlightOf(one) === pointed) ? pointed : undefined
  return (
    <g>
      <ClipPlot plot={scales} />
      <Bands bands={bands} scales={scales} />
      {earlier.map((one) => (
        <EarlierShape key={one.key} series={one} scales={scales} />
      ))}
      <ReferenceLines references={references} scales={scales} />
      {behindToFront(series).map((one) => {
        const isChosen = chosen === highlightOf(one)
        return (
          <g key={one.key} opacity={chosen !== undefined && !isChosen ? 0.25 : 1}>
            <SeriesShape
              series={one}
              color={lineColor(one.color)}
              scales={scales}
              bold={isChosen}
              pointed={point}
              weight={fontSize >= LARGE_FONT ? 1.5 : 1}
            />
            {one.callout && (isChosen || !one.callout.onlyPointed) && (
              <Callout callout={one.callout} scales={scales} />
            )}
          </g>
        )
      })}
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
