/** One series of a figure: its line as its style says, and its marks with seeds and error bars. */
import { curveStep, line } from 'd3-shape'
import type { FigurePoint, FigureSeries } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { BelowMark, ErrorBar, linePath, Mark, type Point } from '../../frame/marks'
import type { Plot, Scales } from '../../frame/scales'
import { MARKED } from './room'
import { isPlaced } from './targets'

interface SeriesShapeProps {
  readonly series: FigureSeries
  readonly color: string
  readonly scales: Scales
  readonly bold: boolean
  /** Name of the point that stands out where the series does. */
  readonly pointed: string | undefined
  /** Factor on widths and radii: more than 1 in the enlarged chart. */
  readonly weight: number
}

/** Only for what no run in the figure has measured. */
export const DASHES = '6 4'

/** From this many marks on they hide one another, and are drawn half transparent. */
const CLOUD = 60

export function SeriesShape({ series, color, scales, bold, pointed, weight }: SeriesShapeProps) {
  const { id } = useChart()
  const { style, points, bars, family } = series
  const reference = series.color === 'reference'
  const placed = points.filter((point) => isPlaced(point, scales))
  const places = placed.map(({ x, y }): Point => [scales.x(x), scales.openY(y)])
  const isThin = style === 'thin' || style === 'thin-curve'
  const isFormula = style === 'formula'
  const width = weight * (reference || isThin ? 1.25 : isFormula ? 2 : 2.5) + (bold ? 1 : 0)
  return (
    <>
      {style !== 'dots' && style !== 'rings' && (
        <path
          d={style === 'steps' ? histogram(places, scales) : linePath(places)}
          clipPath={clipPlot(id)}
          stroke={color}
          strokeWidth={width}
          strokeLinejoin="round"
          fill="none"
          {...(isFormula ? { strokeDasharray: DASHES } : {})}
        />
      )}
      {bars &&
        placed
          .filter(({ live }, i) => !live && i % bars.every === bars.from)
          .map(({ x, y, low = y, high = y }) => (
            <ErrorBar key={x} x={scales.x(x)} low={scales.y(low)} high={scales.y(high)} color={color} />
          ))}
      {MARKED[style] &&
        placed.map((point, i) => (
          <PointMarks
            // biome-ignore lint/suspicious/noArrayIndexKey: dots may stand at the same place
            key={i}
            point={point}
            family={family}
            // A seed that has just begun would stretch the bar over the whole plot.
            spread={bars === undefined && !point.live}
            color={color}
            scales={scales}
            radius={
              weight * (reference || isThin ? 3 : style === 'dots' ? 5 : 4.5) +
              (bold ? 1.5 : 0) +
              (bold && pointed !== undefined && pointed === point.highlight ? 1.5 : 0)
            }
            hollow={point.live === true || style === 'rings'}
            opacity={placed.length > CLOUD ? 0.55 : 1}
          />
        ))}
    </>
  )
}

/** An x is the middle of its bin; bins meet half-way, and the outline stands on the axis at both ends. */
export function histogram(bins: readonly Point[], { left, right, bottom }: Plot): string {
  const [first, last] = [bins[0], bins.at(-1)]
  if (!first || !last) return ''
  const half = (from: Point | undefined, to: Point | undefined) => (from && to ? (to[0] - from[0]) / 2 : 10)
  const start = Math.max(left, first[0] - half(first, bins[1]))
  const end = Math.min(right, last[0] + half(bins.at(-2), last))
  return steps([[start, bottom], [start, first[1]], ...bins, [end, last[1]], [end, bottom]]) ?? ''
}

const steps = line<Point>(
  ([x]) => x,
  ([, y]) => y,
)
  .curve(curveStep)
  .digits(1)

/** Lines that run along an edge of the plot keep their whole width, px. */
const CLIP_ROOM = 2

const clipId = (chart: string): string => `${chart}-plot`
export const clipPlot = (chart: string): string => `url(#${clipId(chart)})`

/** Cuts lines at the plot's edges. */
export function ClipPlot({ plot: { left, right, top, bottom } }: { plot: Plot }) {
  const { id } = useChart()
  return (
    <clipPath id={clipId(id)}>
      <rect
        x={left - CLIP_ROOM}
        y={top - CLIP_ROOM}
        width={right - left + 2 * CLIP_ROOM}
        height={bottom - top + 2 * CLIP_ROOM}
      />
    </clipPath>
  )
}

interface PointMarksProps {
  readonly point: FigurePoint
  readonly family: string | undefined
  /** Whether its seeds are drawn. */
  readonly spread: boolean
  readonly color: string
  readonly scales: Scales
  readonly radius: number
  readonly hollow: boolean
  readonly opacity: number
}

function PointMarks({ point, family, spread, color, scales, radius, hollow, opacity }: PointMarksProps) {
  const { y, low = y, high = y, singles = [] } = point
  const x = scales.x(point.x)
  return (
    <>
      {spread &&
        singles.map((value, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: seeds of one point have no other name, and two may be equal
          <Mark key={i} family={family} x={x} y={scales.y(value)} radius={2.5} color={color} opacity={0.4} />
        ))}
      {spread && <ErrorBar x={x} low={scales.y(low)} high={scales.y(high)} color={color} />}
      <Mark
        family={family}
        x={x}
        y={scales.y(y)}
        radius={radius}
        color={color}
        hollow={hollow}
        opacity={opacity}
      />
      {scales.isBelow(y) && <BelowMark x={x} y={scales.bottom} color={color} />}
    </>
  )
}
