/** The numbers of a grid figure, a row for a row; cells without a value stay empty. Pure. */
import type { GridFigure } from '@/core/figures/figure'
import type { ChartRows } from '../chart-kind'
import { rowCount } from './layout'

export function gridRows(figure: GridFigure): ChartRows {
  const { rowsLabel, columnsLabel, rowNames, columnNames, columns, values } = figure
  const range = (count: number) => Array.from({ length: count }, (_, i) => i)
  return {
    columns: [
      rowsLabel,
      ...range(columns).map((column) => columnNames[column] ?? `${columnsLabel} ${column + 1}`),
    ],
    rows: range(rowCount(figure)).map((row) => [
      rowNames[row] ?? String(row + 1),
      ...values
        .slice(row * columns, (row + 1) * columns)
        .map((value) => (Number.isFinite(value) ? value : '')),
    ]),
  }
}
