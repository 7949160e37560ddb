/** Names of the lines: at their right ends, or beside them where they end in one place. */
import { useMemo } from 'react'
import type { FigureSeries, LinesFigure } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { type BesideLabel, BesideLabels } from '../../frame/beside-labels'
import { type EndLabel, EndLabels } from '../../frame/end-labels'
import { shortened } from '../../frame/label-layout'
import type { Point } from '../../frame/marks'
import type { Scales } from '../../frame/scales'
import { labelColor } from './colors'
import { MARKED, maxLabel } from './room'
import { isPlaced } from './targets'

interface SeriesNamesProps {
  readonly figure: LinesFigure
  readonly scales: Scales
  /** Key of the series that is pointed at. */
  readonly chosen: string | undefined
}

export function SeriesNames(props: SeriesNamesProps) {
  return props.figure.names === 'beside' ? <NamesBeside {...props} /> : <NamesAtEnds {...props} />
}

function NamesAtEnds({ figure, scales, chosen }: SeriesNamesProps) {
  const { fontSize, compact } = useChart()
  return (
    <EndLabels
      labels={endLabels(figure.series, scales, fontSize, compact, chosen)}
      left={scales.right + 10}
      top={scales.top + fontSize / 2}
      bottom={scales.bottom - fontSize / 2}
    />
  )
}

/** As many names as fit under one another; the series that is pointed at always has its name. */
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
        text: shortened(label, maxLabel(compact)),
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
            .flatMap(({ x, y, low = y, high = y }): Point[] =>
              // A name over an error bar would hide an end of it.
              (MARKED[style] ? [y, low, high, y] : [y]).map(
                (value): Point => [scales.x(x), scales.openY(value)],
              ),
            ),
        }),
      ),
    [series, scales, compact],
  )
  return <BesideLabels labels={labels} plot={scales} />
}
