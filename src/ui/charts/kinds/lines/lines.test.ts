/** What becomes of a lines figure before it is drawn: room, axes, rows, what points say. */
import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { hasMarks, linesRoom, xAxis, yAxis } from './room'
import { linesRows } from './rows'
import { describePoint } from './targets'

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

describe('lines', () => {
  const named = (label: string): LinesFigure => ({ ...lines, series: [{ ...lines.series[0]!, label }] })

  it('take room for their names, up to a length, and none for points', () => {
    const room = linesRoom(lines)
    expect(room).toEqual(linesRoom({ ...lines, series: lines.series.map((s) => ({ ...s, points: [] })) }))
    expect(room.right).toBeLessThan(linesRoom(named('twenty letters: long')).right)
    expect(linesRoom(named('x'.repeat(500)))).toEqual(linesRoom(named('x'.repeat(24))))
    expect(linesRoom({ ...lines, names: 'beside' }).right).toBeLessThan(room.right)
    expect([room.namesAbove, linesRoom({ ...lines, bands: [] }).namesAbove]).toEqual([false, true])
  })

  it('get axes that are rounded outwards, or none where nothing can be drawn', () => {
    expect(xAxis(lines.x, false, false)).toMatchObject({ scale: 'log', domain: [1, 500] })
    expect(yAxis(lines.y, false)).toMatchObject({ scale: 'linear', domain: [-2, 10] })
    expect(xAxis({ ...lines.x, min: 2, max: 40, ticks: [2, 4, 8] }, true, false)).toMatchObject({
      domain: [2, 40],
      ticks: [2, 4, 8],
    })
    expect(xAxis({ ...lines.x, min: 0 }, false, true)).toBeUndefined()
    expect(yAxis({ ...lines.y, max: Number.NaN }, false)).toBeUndefined()
    expect(yAxis({ ...lines.y, min: Number.POSITIVE_INFINITY, max: 0 }, false)).toBeUndefined()
  })

  it('keep room on the axis for marks of our own at its ends', () => {
    expect(hasMarks(lines)).toBe(true)
    expect(hasMarks({ ...lines, series: lines.series.map((s) => ({ ...s, color: 'reference' })) })).toBe(
      false,
    )
    expect(hasMarks({ ...lines, series: lines.series.map((s) => ({ ...s, style: 'curve' })) })).toBe(false)
    expect(xAxis(lines.x, false, true)!.domain[0]).toBeLessThan(1)
  })

  it('lists every point with its spread', () => {
    expect(linesRows(lines)).toEqual({
      columns: ['Line', 'steps', 'bits', 'least', 'most', 'seeds'],
      rows: [
        ['d 8', 1, 8, 7, 9, 2],
        ['d 8', 300, 2, 2, 2, 1],
        ['guess', 1, 4, 4, 4, 1],
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
