import { describe, expect, it } from 'vitest'
import type { Target } from './highlight'
import { gridReader, pointReader } from './target-reader'

const target = (line: string, x: number, y = 0): Target => ({
  line,
  series: line,
  point: undefined,
  x,
  y,
  title: `${line} ${x}`,
  rows: [],
})

describe('reading a chart with the keys', () => {
  const reader = pointReader([
    target('a', 0),
    target('a', 10),
    target('b', 1),
    target('b', 9),
    target('b', 20),
  ])

  it('goes along the points and around their ends', () => {
    expect(reader.next(-1, 'ArrowRight')).toBe(0)
    expect(reader.next(-1, 'ArrowLeft')).toBe(4)
    expect(reader.next(4, 'ArrowRight')).toBe(0)
    expect(reader.next(0, 'ArrowLeft')).toBe(4)
    expect([reader.next(2, 'Home'), reader.next(2, 'End')]).toEqual([0, 4])
    expect(reader.next(2, 'Tab')).toBeUndefined()
  })

  it('changes lines where the next one is nearest', () => {
    expect(reader.next(1, 'ArrowDown')).toBe(3)
    expect(reader.next(4, 'ArrowUp')).toBe(1)
    expect(reader.next(4, 'ArrowDown')).toBe(1)
    expect(reader.next(0, 'ArrowUp')).toBe(2)
  })

  it('has nothing to say where nothing is drawn, or no longer', () => {
    expect(pointReader([]).next(-1, 'ArrowRight')).toBeUndefined()
    expect(reader.at(5)).toBeUndefined()
    expect(reader.next(7, 'ArrowRight')).toBe(0)
  })

  it('walks over the cells of a grid and stops at its edges', () => {
    const grid = gridReader(2, 3, (row, column) => target('cell', column, row))
    expect(grid.next(-1, 'ArrowDown')).toBe(0)
    expect(grid.next(0, 'ArrowDown')).toBe(3)
    expect(grid.next(3, 'ArrowDown')).toBe(3)
    expect(grid.next(2, 'ArrowRight')).toBe(2)
    expect([grid.next(4, 'Home'), grid.next(4, 'End')]).toEqual([3, 5])
    expect(grid.at(5)).toMatchObject({ x: 2, y: 1 })
    expect(grid.at(6)).toBeUndefined()
    expect(gridReader(0, 3, () => target('cell', 0)).next(-1, 'ArrowRight')).toBeUndefined()
  })
})
