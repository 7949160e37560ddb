/** What becomes of a lines figure before it is drawn: room, axes, rows, what points say. */
import { describe, expect, it } from 'vitest'
import type { FigureReference, LinesFigure } from '@/core/figures/figure'
import { linearAxis } from '../../frame/axis'
import { plotScales } from '../../frame/scales'
import { lastInside, placedReferences } from './references'
import { endNameOf, hasMarks, linesRoom, xAxis, yAxis } from './room'
import { linesRows } from './rows'
import { describePoint, lineTargets } from './targets'

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

describe('references', () => {
  const identity: FigureReference = {
    key: 'identity',
    label: 'y = x',
    atEnd: ['y = x', 'y = x'],
    atTop: 'y = x',
    means: 'level',
    points: [
      { x: 0, y: 0 },
      { x: 40, y: 40 },
    ],
    listed: [{ x: 10, y: 10 }],
  }
  const half: FigureReference = {
    ...identity,
    key: 'half',
    label: 'half of it',
    atTop: 'half of it, a little farther right',
    points: [
      { x: 0, y: 0 },
      { x: 40, y: 25 },
    ],
  }
  const axis = (most: number) => linearAxis('', most, 4)
  /** 10 px for 1 along x, 20 px for 1 along y. */
  const scales = plotScales(axis(40), axis(20), { left: 0, right: 400, top: 0, bottom: 400 })

  it('are listed after the series, and take room for what stands at their ends', () => {
    const figure: LinesFigure = { ...lines, references: [identity] }
    expect(linesRows(figure).rows.at(-1)).toEqual(['y = x', 10, 10, 10, 10, 1])
    const named = { ...identity, atEnd: ['a longer name: y = x', 'y = x'] as const }
    expect(linesRoom({ ...lines, references: [named] }).right).toBeGreaterThan(linesRoom(figure).right)
    expect(linesRoom({ ...lines, names: 'at points' }).right).toBeLessThan(linesRoom(lines).right)
  })

  it('end where they are last inside the plot', () => {
    const plot = { left: 0, right: 100, top: 0, bottom: 100 }
    const path = [
      [-50, 150],
      [50, 50],
      [150, -50],
      [150, 50],
    ] as const
    expect(lastInside(path, plot)).toEqual([100, 0])
    expect(
      lastInside(
        [
          [0, 20],
          [200, 20],
        ],
        plot,
      ),
    ).toEqual([100, 20])
    expect(
      lastInside(
        [
          [-50, -20],
          [200, -20],
        ],
        plot,
      ),
    ).toBeUndefined()
  })

  it('have their names left and right of the pair that leaves through the top, as long as there is room', () => {
    const tops = (references: FigureReference[], fontSize: number) =>
      placedReferences(references, scales, fontSize).map(({ end, top }) => [end[0], top?.side, top?.name])
    expect(tops([identity, half], 10)).toEqual([
      [200, 'left', 'y = x'],
      [320, 'right', 'y = x'],
    ])
    expect(tops([half], 2)).toEqual([[320, 'right', 'half of it, a little farther right']])
    expect(tops([identity, half], 40)).toEqual([
      [200, 'left', 'y = x'],
      [320, undefined, undefined],
    ])
  })
})

describe('names and highlights of a series', () => {
  const own = { ...lines.series[0]!, atEnd: ['d 8 (3,048)', 'd 8'] as const, highlight: 'model' }

  it('may be other than its label and its key', () => {
    expect(endNameOf(own)).toEqual(['d 8 (3,048)', 'd 8'])
    expect(endNameOf(lines.series[0]!)).toEqual(['d 8', 'd 8'])
    const says = { title: '24 strings', rows: [] }
    const points = [{ ...own.points[0]!, highlight: '24', says }]
    const scales = plotScales(xAxis(lines.x, false, true)!, yAxis(lines.y, false)!, {
      left: 0,
      right: 100,
      top: 0,
      bottom: 100,
    })
    expect(lineTargets({ ...lines, series: [{ ...own, points }, lines.series[1]!] }, scales)).toMatchObject([
      { line: 'd8', series: 'model', point: '24', title: '24 strings' },
      { line: 'guess', series: 'guess', point: undefined, title: 'guess' },
    ])
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
