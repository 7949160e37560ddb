/** What becomes of a figure's data before it is drawn: axes, rows, places. */
import { describe, expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import { chartAxis, endSpace, figureFrame, MAX_LABEL, shortened } from './figure-frame'
import { figureRows } from './figure-rows'
import { gridLayout } from './grid-layout'
import { describePoint } from './line-targets'

const lines: LinesFigure = {
  kind: 'lines',
  id: 'loss',
  title: 'Loss',
  caption: 'Lower is better.',
  x: { label: 'steps', scale: 'log', min: 1, max: 300 },
  y: { label: 'bits', scale: 'linear', min: -2, max: 9 },
  series: [
    {
      key: 'd8',
      label: 'd 8',
      color: 3,
      style: 'line',
      points: [
        { x: 1, y: 8, low: 7, high: 9, singles: [7, 9] },
        { x: 300, y: 2 },
      ],
    },
    { key: 'guess', label: '', color: 'reference', style: 'curve', points: [{ x: 1, y: 4 }] },
  ],
}

const grid: GridFigure = {
  kind: 'grid',
  id: 'tokens',
  title: 'Recall',
  caption: 'Darker is better.',
  rowsLabel: 'string',
  columnsLabel: 'position',
  rowNames: ['a', 'b'],
  columnNames: [],
  columns: 3,
  values: [0, 0.5, 1, 0.25, Number.NaN, 0.75],
  legend: ['never', 'always'],
}

describe('a card', () => {
  it('knows the room that names need, not the points', () => {
    const frame = figureFrame(lines)
    expect(frame).toMatchObject({ title: 'Loss', kind: 'lines', longestLabel: 3, hasBands: false })
    expect(frame).toEqual(figureFrame({ ...lines, series: lines.series.map((s) => ({ ...s, points: [] })) }))
    expect(endSpace(frame).full).toBeLessThan(endSpace({ ...frame, longestLabel: 20 }).full)
    expect(endSpace({ ...frame, longestLabel: 500 })).toEqual(
      endSpace({ ...frame, longestLabel: MAX_LABEL.full }),
    )
    expect(shortened('a name that is long', 8)).toBe('a name…')
  })

  it('gets axes that are rounded outwards, or none where nothing can be drawn', () => {
    expect(chartAxis(lines.x, 8)).toMatchObject({ scale: 'log', domain: [1, 500] })
    expect(chartAxis(lines.y, 7)).toMatchObject({ scale: 'linear', domain: [-2, 10] })
    expect(chartAxis({ ...lines.x, min: 2, max: 40, ticks: [2, 4, 8] }, 2)).toMatchObject({
      domain: [2, 40],
      ticks: [2, 4, 8],
    })
    expect(chartAxis({ ...lines.x, min: 0 }, 8)).toBeUndefined()
    expect(chartAxis({ ...lines.y, max: Number.NaN }, 8)).toBeUndefined()
    expect(chartAxis({ ...lines.y, min: Number.POSITIVE_INFINITY, max: 0 }, 8)).toBeUndefined()
  })
})

describe('a table', () => {
  it('lists every point with its spread', () => {
    expect(figureRows(lines)).toEqual({
      columns: ['Line', 'steps', 'bits', 'least', 'most', 'seeds'],
      rows: [
        ['d 8', 1, 8, 7, 9, 2],
        ['d 8', 300, 2, 2, 2, 1],
        ['guess', 1, 4, 4, 4, 1],
      ],
    })
  })

  it('lists a grid as it is drawn, blanks as blanks', () => {
    expect(figureRows(grid)).toEqual({
      columns: ['string', 'position 1', 'position 2', 'position 3'],
      rows: [
        ['a', 0, 0.5, 1],
        ['b', 0.25, '', 0.75],
      ],
    })
  })
})

describe('a point', () => {
  it('says its numbers, its spread and that it still trains', () => {
    expect(describePoint({ ...lines.series[0]!.points[0]!, live: true }, 'steps', 'bits')).toEqual([
      ['steps', '1'],
      ['bits', '8'],
      ['Least to most', '7–9'],
      ['Seeds', '2'],
      ['State', 'still training'],
    ])
    expect(describePoint({ x: 300, y: 2 }, 'steps', 'bits')).toHaveLength(2)
  })
})

describe('the places of a grid', () => {
  const size = { width: 600, height: 400, fontSize: 15 }

  it('lie inside the drawing, rows named in their middles', () => {
    const { rows, left, top, width, height, rowNames, legendAtFoot } = gridLayout(grid, size)
    expect([rows, legendAtFoot]).toEqual([2, false])
    expect(left + width).toBeLessThanOrEqual(600)
    expect(top + height).toBeLessThan(400)
    expect(rowNames).toEqual([
      { text: 'a', at: height / 4 },
      { text: 'b', at: (3 * height) / 4 },
    ])
  })

  it('leave out names that have no room, and slant a few long ones', () => {
    const many = {
      ...grid,
      columns: 1,
      values: Array.from({ length: 100 }, () => 0),
      rowNames: Array.from({ length: 100 }, (_, i) => `string ${i}`),
    }
    const { rowNames } = gridLayout(many, size)
    expect(rowNames.length).toBeGreaterThan(10)
    expect(rowNames.length).toBeLessThan(25)
    const columnNames = ['kept', 'shuffled', 'another alphabet']
    expect(gridLayout({ ...grid, columnNames }, { ...size, width: 1200 }).slanted).toBe(false)
    const narrow = gridLayout({ ...grid, columnNames }, { ...size, width: 300 })
    expect([narrow.slanted, narrow.columnNames.length, narrow.legendAtFoot]).toEqual([true, 3, false])
  })
})
