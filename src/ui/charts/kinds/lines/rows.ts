/** The numbers of a lines figure: a row for each point, with columns of the spread only where a point has one. Pure. */
import type { FigureAxis, FigureSeries } from '@/core/figures/figure'
import type { ChartRows } from '../chart-kind'

/** What the rows need of a figure. */
export interface ListedLines {
  readonly x: Pick<FigureAxis, 'label'>
  readonly y: Pick<FigureAxis, 'label'>
  readonly series: readonly Pick<FigureSeries, 'key' | 'label' | 'points'>[]
}

export function linesRows({ series, x, y }: ListedLines): ChartRows {
  const spread = series.some(({ points }) => points.some(({ low }) => low !== undefined))
  return {
    columns: ['Line', x.label, y.label, ...(spread ? ['least', 'most', 'seeds'] : [])],
    rows: series.flatMap(({ key, label, points }) =>
      points.map((point) => [
        label === '' ? key : label,
        point.x,
        point.y,
        ...(spread ? [point.low ?? point.y, point.high ?? point.y, point.singles?.length ?? 1] : []),
      ]),
    ),
  }
}
