/** Names of the lines: at their right ends, beside them where they end in one place, or at their points where they have one each. */
import { useMemo } from 'react'
import type { FigurePoint, LinesFigure } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { type BesideLabel, BesideLabels } from '../../frame/beside-labels'
import { overlap } from '../../frame/beside-layout'
import { BESIDE, type EndLabel, EndLabels } from '../../frame/end-labels'
import { shortened } from '../../frame/label-layout'
import { ChartText, type Point } from '../../frame/marks'
import type { Scales } from '../../frame/scales'
import { labelColor } from './colors'
import { crossesBox, placedReferences, ReferencesAtTop, referenceColor } from './references'
import { endNameOf, MARKED, maxLabel } from './room'
import { highlightOf, isPlaced } from './targets'

interface SeriesNamesProps {
  readonly figure: LinesFigure
  readonly scales: Scales
  /** Name of the series that stand out. */
  readonly chosen: string | undefined
}

export function SeriesNames(props: SeriesNamesProps) {
  const { names = 'at ends' } = props.figure
  return (
    <>
      <NamesAtEnds {...props} />
      {names === 'beside' && <NamesBeside {...props} />}
      {names === 'at points' && <NamesAtPoints {...props} />}
    </>
  )
}

/** Of the references too, wherever the series have theirs. */
function NamesAtEnds({ figure, scales, chosen }: SeriesNamesProps) {
  const { fontSize, compact } = useChart()
  const { references = [], names = 'at ends' } = figure
  const placed = placedReferences(references, scales, fontSize)
  const labels = [
    ...placed
      .filter(({ top }) => !top)
      .map(
        ({ reference: { key, atEnd, means }, end: [x, y] }): EndLabel => ({
          key,
          text: shortened(atEnd[compact ? 1 : 0], maxLabel(compact)),
          color: referenceColor(means),
          bold: means === 'fit',
          x,
          y,
        }),
      ),
    ...(names === 'at ends' ? endLabels(figure, scales, fontSize, compact, chosen) : []),
  ]
  return (
    <>
      <ReferencesAtTop placed={placed} scales={scales} />
      <EndLabels
        labels={labels}
        left={scales.right + 10}
        top={scales.top + fontSize / 2}
        bottom={scales.bottom - fontSize / 2}
      />
    </>
  )
}

/** As many names as fit under one another; series that stand out always have their names. */
function endLabels(
  { series, references = [] }: LinesFigure,
  scales: Scales,
  fontSize: number,
  compact: boolean,
  chosen: string | undefined,
): EndLabel[] {
  const named = series.flatMap((one) => {
    const last = one.points.findLast(({ x }) => Number.isFinite(scales.x(x)))
    const name = endNameOf(one)[compact ? 1 : 0]
    if (!last || name === '') return []
    return [
      {
        key: one.key,
        text: shortened(name, maxLabel(compact)),
        color: labelColor(one.color),
        bold: highlightOf(one) === chosen,
        isMarked: MARKED[one.style],
        x: scales.x(last.x),
        y: scales.y(last.y),
      },
    ]
  })
  const drawn = [...series, ...references].map(({ points }) => placesOf(points, scales))
  const isBeside = besideTheirEnds(named, fontSize, scales, drawn)
  const room = Math.max(1, Math.floor((scales.bottom - scales.top) / (fontSize * 1.2)))
  const labels = named.map((label): EndLabel => ({ ...label, isBeside: isBeside(label) }))
  if (labels.length <= room) return labels
  const every = Math.ceil(labels.length / room)
  return labels.filter((label, i) => i % every === 0 || label.bold)
}

const placesOf = (points: readonly Pick<FigurePoint, 'x' | 'y'>[], scales: Scales): Point[] =>
  points
    .map(({ x, y }): Point => [scales.x(x), scales.openY(y)])
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))

/** A line that ends before this share of the plot is far from the column of names. */
const FAR_FROM_COLUMN = 0.75

/**
 * Which names stand right at their lines' ends: those of marked lines that end far from the column, if each of them has room there that nothing
 * else is drawn in. One of them alone in the column would look like another kind of line.
 */
function besideTheirEnds<
  L extends { readonly text: string; readonly isMarked: boolean } & Record<'x' | 'y', number>,
>(
  labels: readonly L[],
  fontSize: number,
  { left, right, top, bottom }: Scales,
  drawn: readonly (readonly Point[])[],
): (label: L) => boolean {
  const isFar = ({ x, isMarked }: L) => isMarked && x < left + FAR_FROM_COLUMN * (right - left)
  const boxes = labels.filter(isFar).map(({ x, y, text }) => ({
    left: x + 2,
    right: x + BESIDE + text.length * LETTER * fontSize + 4,
    top: y - fontSize * 0.7,
    bottom: y + fontSize * 0.7,
  }))
  const isFree = boxes.every(
    (box, i) =>
      box.right <= right &&
      box.top >= top &&
      box.bottom <= bottom &&
      !drawn.some((line) => crossesBox(line, box)) &&
      !boxes.some((other, j) => j < i && overlap(box, other)),
  )
  return (label) => isFree && isFar(label)
}

/** Width of a letter, in sizes of the font. */
const LETTER = 0.56

/**
 * A name stands right under its point; one that would run into the next stands left above; where that is taken too, it is left to the
 * tooltip.
 */
function NamesAtPoints({ figure: { series }, scales }: SeriesNamesProps) {
  const { fontSize, width: drawn } = useChart()
  const points = series
    .flatMap(({ key, label, color, points: [point] }) =>
      point && isPlaced(point, scales)
        ? [{ key, label, color: labelColor(color), x: scales.x(point.x), y: scales.y(point.y) }]
        : [],
    )
    .toSorted((a, b) => b.x - a.x)
  const free = { right: drawn, left: Number.POSITIVE_INFINITY }
  return points.map(({ key, label, color, x, y }) => {
    const width = label.length * LETTER * fontSize
    const isRight = x + 10 + width < free.right
    if (isRight) free.right = x - 6
    else if (x - 8 < free.left && x - 8 - width > scales.left) free.left = x - 8 - width - 6
    else return undefined
    const below = Math.min(scales.bottom - fontSize * 0.7, y + fontSize * 0.9)
    return (
      <ChartText
        key={key}
        x={isRight ? x + 10 : x - 8}
        y={isRight ? below : y - fontSize * 0.9}
        size={fontSize}
        color={color}
        anchor={isRight ? 'start' : 'end'}
      >
        {label}
      </ChartText>
    )
  })
}

/** Half the width of a mark and of what a bar ends in, px. */
const MARK = 5

/** A point's bar and mark, from its middle and back to it: a name over them would hide what they say. */
function outlineOf({ x, y, low = y, high = y }: FigurePoint, scales: Scales): Point[] {
  const [across, up] = [scales.x(x), scales.openY(y)]
  return [
    [across, up],
    [across, scales.openY(low)],
    [across, scales.openY(high)],
    [across, up],
    [across - MARK, up],
    [across + MARK, up],
    [across, up],
  ]
}

function NamesBeside({ figure: { series }, scales }: SeriesNamesProps) {
  const { compact } = useChart()
  const labels = useMemo(
    () =>
      series.map(
        ({ key, label, color, style, points }): BesideLabel => ({
          key,
          text: shortened(label, maxLabel(compact)),
          color: labelColor(color),
          points: points
            .filter((point) => isPlaced(point, scales))
            .flatMap((point): Point[] =>
              MARKED[style] ? outlineOf(point, scales) : [[scales.x(point.x), scales.openY(point.y)]],
            ),
        }),
      ),
    [series, scales, compact],
  )
  return <BesideLabels labels={labels} plot={scales} />
}
