import { describe, expect, it } from 'vitest'
import { clippedPath, openScale } from './clip'

describe('lines that leave the plot', () => {
  it('are drawn whole inside', () => {
    const inside = clippedPath(
      [
        [0, 5],
        [10, 0],
        [20, 10],
      ],
      0,
      10,
    )
    expect(inside).toBe('M0.0 5.0L10.0 0.0L20.0 10.0')
    expect(clippedPath([], 0, 10)).toBe('')
  })

  it('end where they cross an edge, and start again where they come back', () => {
    const path = clippedPath(
      [
        [0, 5],
        [10, -5],
        [20, 5],
      ],
      0,
      10,
    )
    expect(path).toBe('M0.0 5.0L5.0 0.0M15.0 0.0L20.0 5.0')
  })

  it('cross the whole plot between two points outside', () => {
    const across = clippedPath(
      [
        [0, -10],
        [30, 20],
      ],
      0,
      10,
    )
    expect(across).toBe('M10.0 0.0L20.0 10.0')
    const above = clippedPath(
      [
        [0, -10],
        [30, -1],
      ],
      0,
      10,
    )
    expect(above).toBe('')
  })

  it('are placed on a scale that goes on beyond the axis', () => {
    const linear = openScale({ scale: 'linear', domain: [0, 10], ticks: [], label: '' }, 100, 200)
    expect([0, 10, 20, -5].map(linear)).toEqual([200, 100, 0, 250])
    const log = openScale({ scale: 'log', domain: [1, 100], ticks: [], label: '' }, 100, 200)
    expect([1, 10, 1000].map(log)).toEqual([200, 150, 50])
    expect(log(0)).toBe(1200)
    expect(log(-3)).toBe(1200)
  })
})
