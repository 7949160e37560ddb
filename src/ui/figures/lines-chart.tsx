/** Lines of a figure: a frame that stays, and a layer over it that follows the runs. */
import { memo, useMemo } from 'react'
import type { FigureColor, FigureSeries } from '@/core/figures/figure'
import { type Axis, withRoom } from '../charts/axis'
import { type BesideLabel, BesideLabels } from '../charts/beside-labels'
import { useChart } from '../charts/chart-context'
import { ChartFrame } from '../charts/chart-frame'
import { type EndLabel, EndLabels } from '../charts/end-labels'
import { useHighlightedModel, useTargetIn } from '../charts/highlight'
import { ChartText, type Point, sizeColor } from '../charts/marks'
import { PointerLayer } from '../charts/pointer-layer'
import { type Scales, useScales } from '../charts/scales'
import { Bands } from './bands'
import { useFigure } from './figure-context'
import { chartAxis, hasMarks, MARKED, MAX_LABEL, shortened } from './figure-frame'
import { isPlaced, lineTargets } from './line-targets'
import { ClipPlot, SeriesShape } from './series-shape'

export function LinesChart() {
  const { compact } = useChart()
  const figure = useFigure('lines')
  const { x: along, y: up } = figure ?? NO_AXES
  const isMarked = figure !== undefined && hasMarks(figure)
  const x = useMemo(() => {
    const axis = along && chartAxis(along, compact ? 4 : 8)
    return axis && isMarked ? withRoom(axis, along.min, along.max) : axis
  }, [along, compact, isMarked])
  const y = useMemo(() => up && chartAxis(up, compact ? 5 : 7), [up, compact])
  if (!x || !y) return <p className="chart-empty">Nothing to draw yet.</p>
  return <ChartFrame x={x} y={y} layer={LinesLayer} />
}

const NO_AXES = { x: undefined, y: undefined }

/** Font size of labels in the enlarged chart, px. */
const LARGE_FONT = 20

const ownColor = (color: Exclude<FigureColor, 'reference'>): string =>
  typeof color === 'number' ? sizeColor(color) : `var(--${color})`
const lineColor = (color: FigureColor): string =>
  color === 'reference' ? 'var(--chart-reference)' : ownColor(color)
const labelColor = (color: FigureColor): string =>
  color === 'reference' ? 'var(--chart-text)' : ownColor(color)

const LinesLayer = memo(function LinesLayer({ x, y }: { x: Axis; y: Axis }) {
  const figure = useFigure('lines')
  const scales = useScales(x, y)
  const { id, fontSize, compact } = useChart()
  const pointed = useHighlightedModel()
  const target = useTargetIn(id)
  const series = figure?.series ?? NO_SERIES
  const targets = useMemo(() => (figure && scales ? lineTargets(figure, scales) : []), [figure, scales])
  const beside = useMemo(
    () => (figure?.names === 'beside' && scales ? besideLabels(figure.series, scales, compact) : NO_LABELS),
    [figure, scales, compact],
  )
  if (!scales) return undefined
  const isEmpty = series.every(({ color, points }) => color === 'reference' || points.length === 0)
  const chosen = series.some(({ key }) => key === pointed) ? pointed : undefined
  return (
    <g>
      <ClipPlot plot={scales} />
      <Bands bands={figure?.bands ?? []} scales={scales} />
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
          {figure?.awaits ?? 'No points so far'}
        </ChartText>
      )}
      {figure?.names === 'beside' ? (
        <BesideLabels labels={beside} plot={scales} />
      ) : (
        <EndLabels
          labels={endLabels(series, scales, fontSize, compact, chosen)}
          left={scales.right + 10}
          top={scales.top + fontSize / 2}
          bottom={scales.bottom - fontSize / 2}
        />
      )}
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
})

const NO_SERIES: readonly FigureSeries[] = []
const NO_LABELS: readonly BesideLabel[] = []

const besideLabels = (
  series: readonly FigureSeries[],
  scales: Scales,
  compact: boolean,
): readonly BesideLabel[] =>
  series.map(({ key, label, color, style, points }) => ({
    key,
    text: shortened(label, compact ? MAX_LABEL.compact : MAX_LABEL.full),
    color: labelColor(color),
    points: points
      .filter((point) => isPlaced(point, scales))
      .flatMap(({ x, y, low = y, high = y }): Point[] =>
        // A name over an error bar would hide an end of it.
        (MARKED[style] ? [y, low, high, y] : [y]).map((value): Point => [scales.x(x), scales.openY(value)]),
      ),
  }))

/** Reference series first, so that our own lines stay on top. */
const behindToFront = (series: readonly FigureSeries[]): FigureSeries[] => [
  ...series.filter(({ color }) => color === 'reference'),
  ...series.filter(({ color }) => color !== 'reference'),
]

/** As many as fit under one another; the line that is pointed at always has its name. */
function endLabels(
  series: readonly FigureSeries[],
  scales: Scales,
  fontSize: number,
  compact: boolean,
  chosen: string | undefined,
): EndLabel[] {
  const named = series.flatMap(({ key, label, color, points }): EndLabel[] => {
    const last = points.findLast(({ x }) => Number.isFinite(scales.x(x)))
    if (!last || label === '') return []
    return [
      {
        key,
        text: shortened(label, compact ? MAX_LABEL.compact : MAX_LABEL.full),
        color: labelColor(color),
        bold: key === chosen,
        x: scales.x(last.x),
        y: scales.y(last.y),
      },
    ]
  })
  const room = Math.max(1, Math.floor((scales.bottom - scales.top) / (fontSize * 1.2)))
  if (named.length <= room) return named
  const every = Math.ceil(named.length / room)
  return named.filter((label, i) => i % every === 0 || label.key === chosen)
}
