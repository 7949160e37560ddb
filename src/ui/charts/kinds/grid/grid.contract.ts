import { expect } from 'vitest'
import type { GridFigure } from '@/core/figures/figure'

/** Holds a figure to what the chart, its table and its file count on. */
export function expectDrawable({ id, columns, values, rowNames, columnNames }: GridFigure): void {
  expect(Number.isInteger(columns) && columns >= 0, id).toBe(true)
  const rows = values.length / Math.max(1, columns)
  expect(Number.isInteger(rows), `${id}: whole rows`).toBe(true)
  expect([0, rows], id).toContain(rowNames.length)
  expect([0, columns], id).toContain(columnNames.length)
  expect(
    values.filter((value) => value < 0 || value > 1),
    id,
  ).toEqual([])
}
