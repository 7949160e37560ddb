/** One series of a figure: its line as its style says, and its marks with seeds and error bars. */
import type { FigurePoint, FigureSeries } from '@/core/figures/figure'
import type { Axis } from '../charts/axis'
import { clippedPath, openScale } from '../charts/clip'
import { BelowMark, ErrorBar, type Point } from '../charts/marks'
import type { Scales } from '../charts/use-scales'
import { MARKED } from './figure-frame'

export interface PlotScales extends Scales {
  /** Data to px, not clamped. */
  readonly openY: (value: number) => number
  /** The least value of the axis. */
  readonly low: number
  /** Whether the axis along x has a place for the value at all. */
  readonly canPlace: (x: number) => boolean
}

interface SeriesShapeProps {
  readonly series: FigureSeries
  readonly color: string
  readonly scales: PlotScales
  readonly bold: boolean
  /** 1, or more where it is to be seen from afar. */
  readonly weight: number
}

/** More marks than this lie over one another: what is under them shows through. */
const CLOUD = 60

export function SeriesShape({ series, color, scales, bold, weight }: SeriesShapeProps) {
  const { style, points, bars } = series
  const reference = series.color === 'reference'
  const placed = points.filter(({ x, y }) => scales.canPlace(x) && Number.isFinite(y))
  const dashed = style === 'dashed' || style === 'dashed-curve'
  const width = weight * (reference ? 1.25 : dashed ? 2 : 2.5) + (bold ? 1 : 0)
  const outline = style === 'steps' ? histogram(placed, scales) : line(placed, scales)
  return (
    <>
      {style !== 'dots' && style !== 'rings' && (
        <path
          d={clippedPath(outline, scales.top, scales.bottom)}
          stroke={color}
          strokeWidth={width}
          strokeLinejoin="round"
          fill="none"
          {...(dashed ? { strokeDasharray: '6 4' } : {})}
        />
      )}
      {bars &&
        placed
          .filter((_, i) => i % bars.every === bars.from)
          .map(({ x, y, low = y, high = y }) => (
            <ErrorBar key={x} x={scales.x(x)} low={scales.y(low)} high={scales.y(high)} color={color} />
          ))}
      {MARKED[style] &&
        placed.map((point, i) => (
          <PointMarks
            // biome-ignore lint/suspicious/noArrayIndexKey: dots may stand at the same place
            key={i}
            point={point}
            spread={bars === undefined}
            color={color}
            scales={scales}
            radius={weight * (reference ? 3 : style === 'dots' ? 5 : 4.5) + (bold ? 1.5 : 0)}
            hollow={point.live === true || style === 'dashed' || style === 'rings'}
            opacity={placed.length > CLOUD ? 0.55 : 1}
          />
        ))}
    </>
  )
}

const line = (points: readonly FigurePoint[], scales: PlotScales): Point[] =>
  points.map(({ x, y }) => [scales.x(x), scales.openY(y)])

/** An x is the middle of its bin; bins meet half-way, and the outline stands on the axis at both ends. */
function histogram(points: readonly FigurePoint[], scales: PlotScales): Point[] {
  const middles = points.map(({ x }) => scales.x(x))
  const half = (i: number) => ((middles[i + 1] ?? 0) - (middles[i] ?? 0)) / 2
  const count = middles.length
  const within = (x: number) => Math.max(scales.left, Math.min(scales.right, x))
  const outline = points.flatMap(({ y }, i): Point[] => {
    const from = middles[i]! - (i === 0 ? (count > 1 ? half(0) : 10) : half(i - 1))
    const to = middles[i]! + (i === count - 1 ? (count > 1 ? half(i - 1) : 10) : half(i))
    return [
      [within(from), scales.openY(y)],
      [within(to), scales.openY(y)],
    ]
  })
  const [first] = outline
  const last = outline.at(-1)
  return first && last ? [[first[0], scales.bottom], ...outline, [last[0], scales.bottom]] : []
}

interface PointMarksProps {
  readonly point: FigurePoint
  /** Whether its seeds are drawn. */
  readonly spread: boolean
  readonly color: string
  readonly scales: PlotScales
  readonly radius: number
  readonly hollow: boolean
  readonly opacity: number
}

function PointMarks({ point, spread, color, scales, radius, hollow, opacity }: PointMarksProps) {
  const { y, low = y, high = y, singles = [] } = point
  const x = scales.x(point.x)
  return (
    <>
      {spread &&
        singles.map((value, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: seeds of one point have no other name, and two may be equal
          <circle key={i} cx={x} cy={scales.y(value)} r={2.5} fill={color} opacity={0.4} />
        ))}
      {spread && <ErrorBar x={x} low={scales.y(low)} high={scales.y(high)} color={color} />}
      <circle
        cx={x}
        cy={scales.y(y)}
        r={radius}
        fill={hollow ? 'var(--chart-paper)' : color}
        stroke={color}
        strokeWidth={hollow ? 2 : 1}
        opacity={opacity}
      />
      {y < scales.low && <BelowMark x={x} y={scales.bottom} color={color} />}
    </>
  )
}

/** A frame's scales with what lines need beyond them. */
export function plotScales(scales: Scales, x: Axis, y: Axis): PlotScales {
  return {
    ...scales,
    low: y.domain[0],
    openY: openScale(y, scales.top, scales.bottom),
    canPlace: (value) => Number.isFinite(value) && (x.scale === 'linear' || value > 0),
  }
}
