/** The numbers of a figure in rows: what its table lists and its CSV file holds. Pure. */

import type { Figure, FigureAxis, FigureSeries, GridFigure } from '@/core/figures/figure'
import { tableToCsv } from '@/core/results/export'
import { rowCount } from './figure-frame'

interface FigureRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** What a file needs of lines. */
export interface FileLines {
  readonly x: Pick<FigureAxis, 'label'>
  readonly y: Pick<FigureAxis, 'label'>
  readonly series: readonly Pick<FigureSeries, 'key' | 'label' | 'points'>[]
}

/** The file of a figure, or of lines that are drawn without being one. */
export const figureCsv = (figure: FileLines | GridFigure): string => {
  const { columns, rows } = 'series' in figure ? lineRows(figure) : gridRows(figure)
  return tableToCsv(columns, rows)
}

export const figureRows = (figure: Figure): FigureRows =>
  figure.kind === 'lines' ? lineRows(figure) : gridRows(figure)

/** A row for each point. Columns of spread only where a point has one. */
function lineRows({ series, x, y }: FileLines): FigureRows {
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

/** As it is drawn: a row for a row. What is blank stays blank. */
function gridRows({
  rowsLabel,
  columnsLabel,
  rowNames,
  columnNames,
  columns,
  values,
}: GridFigure): FigureRows {
  const rows = rowCount({ columns, values })
  const range = (count: number) => Array.from({ length: count }, (_, i) => i)
  return {
    columns: [
      rowsLabel,
      ...range(columns).map((column) => columnNames[column] ?? `${columnsLabel} ${column + 1}`),
    ],
    rows: range(rows).map((row) => [
      rowNames[row] ?? String(row + 1),
      ...values
        .slice(row * columns, (row + 1) * columns)
        .map((value) => (Number.isFinite(value) ? value : '')),
    ]),
  }
}
