/** Lines that no run has drawn, and the names of those that leave the plot through its top. */
import type { FigureReference } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { ChartText, linePath, type Point } from '../../frame/marks'
import type { Plot, Scales } from '../../frame/scales'
import { clipPlot, DASHES } from './series-shape'

type Meaning = FigureReference['means']

const STROKES: Readonly<Record<Meaning, { stroke: string; strokeWidth: number; strokeDasharray?: string }>> =
  {
    level: { stroke: 'var(--chart-reference)', strokeWidth: 1.25 },
    paper: { stroke: 'var(--chart-reference)', strokeWidth: 1.5, strokeDasharray: DASHES },
    bound: { stroke: 'var(--chart-ink)', strokeWidth: 1.5, strokeDasharray: DASHES },
    fit: { stroke: 'var(--chart-ink)', strokeWidth: 2, strokeDasharray: DASHES },
  }

/** Of a name: text needs more contrast than a thin line. */
export const referenceColor = (means: Meaning): string =>
  means === 'level' || means === 'paper' ? 'var(--chart-text)' : 'var(--chart-ink)'

interface ReferenceLinesProps {
  readonly references: readonly FigureReference[]
  readonly scales: Scales
}

const placesOf = ({ points }: FigureReference, scales: Scales): Point[] =>
  points
    .map(({ x, y }): Point => [scales.x(x), scales.openY(y)])
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))

export function ReferenceLines({ references, scales }: ReferenceLinesProps) {
  const { id } = useChart()
  return references.map((reference) => (
    <path
      key={reference.key}
      d={linePath(placesOf(reference, scales))}
      clipPath={clipPlot(id)}
      fill="none"
      {...STROKES[reference.means]}
    />
  ))
}

export interface PlacedReference {
  readonly reference: FigureReference
  /** Its last point inside the plot, px. */
  readonly end: Point
  /** Its name inside the plot, left or right of its end; undefined for a name at the right edge. */
  readonly top: { readonly name: string; readonly side: 'left' | 'right' } | undefined
}

/** Width of a letter, in sizes of the font. */
const LETTER = 0.56

/** Distance of a name from the line, on its right in px and on its left, under which the line runs, in sizes of the font. */
const RIGHT_OF_LINE = 8
const LEFT_OF_LINE = 2

/** Of lines that leave through the top, the leftmost may have its name on its left and the rightmost on its right: no other line is there. */
export function placedReferences(
  references: readonly FigureReference[],
  scales: Scales,
  fontSize: number,
): PlacedReference[] {
  const ended = references.flatMap((reference) => {
    const end = lastInside(placesOf(reference, scales), scales)
    return end ? [{ reference, end }] : []
  })
  const tops = ended.filter(({ end: [x, y] }) => y <= scales.top + 1 && x < scales.right - 1)
  const places = tops.map(({ end: [x] }) => x)
  return ended.map((one): PlacedReference => {
    const { atTop, atEnd } = one.reference
    if (atTop === undefined || !tops.includes(one)) return { ...one, top: undefined }
    const [x] = one.end
    const width = (name: string) => name.length * LETTER * fontSize
    const right = [atTop, atEnd[0]].find((name) => x + RIGHT_OF_LINE + width(name) < scales.right)
    if (x === Math.max(...places) && right !== undefined)
      return { ...one, top: { name: right, side: 'right' } }
    const hasLeft = x === Math.min(...places) && x - LEFT_OF_LINE * fontSize - width(atTop) > scales.left
    return { ...one, top: hasLeft ? { name: atTop, side: 'left' } : undefined }
  })
}

export function ReferencesAtTop({ placed, scales }: { placed: readonly PlacedReference[]; scales: Scales }) {
  const { fontSize } = useChart()
  return placed.map(
    ({ reference: { key, means }, end: [x], top }) =>
      top && (
        <ChartText
          key={key}
          x={top.side === 'right' ? x + RIGHT_OF_LINE : x - LEFT_OF_LINE * fontSize}
          y={scales.top + fontSize * 0.9}
          size={fontSize}
          color={referenceColor(means)}
          anchor={top.side === 'right' ? 'start' : 'end'}
        >
          {top.name}
        </ChartText>
      ),
  )
}

/** Where a polyline is last inside the plot; undefined where it never is. */
export function lastInside(points: readonly Point[], plot: Plot): Point | undefined {
  for (let i = points.length - 1; i > 0; i--) {
    const share = lastShareInside(points[i - 1]!, points[i]!, plot)
    if (share === undefined) continue
    const [[fromX, fromY], [toX, toY]] = [points[i - 1]!, points[i]!]
    return [fromX + share * (toX - fromX), fromY + share * (toY - fromY)]
  }
  return undefined
}

/** Whether a polyline, or its one point, is anywhere in a box. */
export const crossesBox = (points: readonly Point[], box: Plot): boolean =>
  points.some(([x, y], i) => lastShareInside(points[i - 1] ?? [x, y], [x, y], box) !== undefined)

/** How far along a segment it is last inside the plot, 0 … 1 (Liang and Barsky); undefined where it never is. */
function lastShareInside([x, y]: Point, [toX, toY]: Point, plot: Plot): number | undefined {
  const edges = [
    [x - toX, x - plot.left],
    [toX - x, plot.right - x],
    [y - toY, y - plot.top],
    [toY - y, plot.bottom - y],
  ] as const
  let [enters, leaves] = [0, 1]
  for (const [outwards, room] of edges) {
    if (outwards === 0 && room < 0) return undefined
    if (outwards < 0) enters = Math.max(enters, room / outwards)
    if (outwards > 0) leaves = Math.min(leaves, room / outwards)
  }
  return enters <= leaves ? leaves : undefined
}
