/** What becomes of a grid figure before it is drawn: rows, places. */
import { describe, expect, it } from 'vitest'
import type { GridFigure } from '@/core/figures/figure'
import { gridLayout, gridRoom } from './layout'
import { gridRows } from './rows'

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

describe('a grid', () => {
  it('is as high as its rows need', () => {
    const higher = gridRoom({ ...grid, values: [...grid.values, 1, 1, 1] })
    expect(higher.maxHeight).toBeGreaterThan(gridRoom(grid).maxHeight)
  })

  it('lists a grid as it is drawn, blanks as blanks', () => {
    expect(gridRows(grid)).toEqual({
      columns: ['string', 'position 1', 'position 2', 'position 3'],
      rows: [
        ['a', 0, 0.5, 1],
        ['b', 0.25, '', 0.75],
      ],
    })
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
