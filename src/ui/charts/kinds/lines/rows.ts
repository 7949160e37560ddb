/** The numbers of a lines figure: a row for each point, with columns of the spread only where a point has one. Pure. */
import type { FigureAxis, FigurePoint, FigureReference, FigureSeries } from '@/core/figures/figure'
import type { ChartRows } from '../chart-kind'

/** What the rows need of a figure. */
export interface ListedLines {
  readonly x: Pick<FigureAxis, 'label'>
  readonly y: Pick<FigureAxis, 'label'>
  readonly series: readonly Pick<FigureSeries, 'key' | 'label' | 'points'>[]
  readonly references?: readonly Pick<FigureReference, 'key' | 'label' | 'listed'>[]
}

interface Listed {
  readonly key: string
  readonly label: string
  readonly points: readonly FigurePoint[]
}

export function linesRows({ series, references = [], x, y }: ListedLines): ChartRows {
  const lines: readonly Listed[] = [
    ...series,
    ...references.map(({ key, label, listed = [] }) => ({ key, label, points: listed })),
  ]
  const spread = lines.some(({ points }) => points.some(({ low }) => low !== undefined))
  return {
    columns: ['Line', x.label, y.label, ...(spread ? ['least', 'most', 'seeds'] : [])],
    rows: lines.flatMap(({ key, label, points }) =>
      points.map((point) => [
        label === '' ? key : label,
        point.x,
        point.y,
        ...(spread ? [point.low ?? point.y, point.high ?? point.y, point.singles?.length ?? 1] : []),
      ]),
    ),
  }
}
