import { expect, it } from 'vitest'
import { overEarlier } from './earlier'
import type { FigureSeries, GridFigure, LinesFigure } from './figure'

const series = (key: string, color: FigureSeries['color'], points: number): FigureSeries => ({
  key,
  label: key,
  color,
  style: 'line',
  points: Array.from({ length: points }, (_, i) => ({ x: i + 1, y: i })),
})

const figure = (parts: Partial<LinesFigure>): LinesFigure => ({
  kind: 'lines',
  id: 'bits',
  title: '',
  caption: '',
  x: { label: 'strings', scale: 'log', min: 8, max: 64 },
  y: { label: 'bits', scale: 'linear', min: 0, max: 100 },
  series: [],
  ...parts,
})

it('lays a figure over the runs of an earlier one, on axes that hold both', () => {
  const now = figure({ series: [series('own', 3, 1)] })
  const before = figure({
    x: { label: 'strings', scale: 'log', min: 16, max: 256 },
    y: { label: 'bits', scale: 'linear', min: -5, max: 90 },
    series: [series('own', 3, 4), series('paper', 'reference', 2), series('none', 4, 0)],
  })
  const { x, y, series: own, earlier } = overEarlier(now, before) as LinesFigure
  expect([x.min, x.max, y.min, y.max]).toEqual([8, 256, -5, 100])
  expect(own).toBe(now.series)
  expect(earlier?.map(({ key }) => key)).toEqual(['own'])
})

it('keeps the log axis that the losses of either have, down to the least of both', () => {
  const heights = (y: readonly number[], axis: LinesFigure['y']) =>
    figure({
      y: axis,
      series: [{ ...series('own', 3, 0), points: y.map((value, x) => ({ x: x + 1, y: value })) }],
    })
  const before = heights([0.5, 20], { label: 'bits', scale: 'log', min: 0.5, max: 20 })
  const now = heights([0.25, 4], { label: 'bits', scale: 'linear', min: 0, max: 8 })
  for (const { y } of [overEarlier(now, before), overEarlier(before, now)] as LinesFigure[]) {
    expect(y).toMatchObject({ scale: 'log', min: 0.25, max: 20 })
  }
})

it('leaves a figure as it is where nothing can lie under it', () => {
  const now = figure({ series: [series('own', 3, 1)] })
  const grid: GridFigure = {
    kind: 'grid',
    id: 'bits',
    title: '',
    caption: '',
    rowsLabel: '',
    columnsLabel: '',
    rowNames: [],
    columnNames: [],
    columns: 1,
    values: [1],
    legend: ['', ''],
  }
  const withX = (label: string, scale: 'linear' | 'log') =>
    figure({ x: { label, scale, min: 1, max: 2 }, series: [series('own', 3, 4)] })
  const others = [withX('strings', 'linear'), withX('strings / capacity', 'log')]
  for (const before of [undefined, grid, figure({}), ...others]) expect(overEarlier(now, before)).toBe(now)
  expect(overEarlier(grid, now)).toBe(grid)
})
