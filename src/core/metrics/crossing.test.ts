import { describe, expect, it } from 'vitest'
import { fallsTo } from './crossing'

const points = [
  { x: 1, y: 1 },
  { x: 4, y: 0.5 },
  { x: 16, y: 0 },
]

describe('where a curve falls to a level', () => {
  it('lies between two points, on a straight line over x or over its logarithm', () => {
    expect(fallsTo(0.75, points, 'log')).toBeCloseTo(2, 12)
    expect(fallsTo(0.75, points, 'linear')).toBeCloseTo(2.5, 12)
    expect(fallsTo(0.5, points, 'log')).toBe(4)
  })

  it('is the first such place', () => {
    expect(fallsTo(0.5, [...points, { x: 32, y: 1 }, { x: 64, y: 0 }], 'log')).toBe(4)
  })

  it('is nowhere for a curve that stays above, and for one that begins below', () => {
    expect(fallsTo(-1, points, 'log')).toBeUndefined()
    expect(fallsTo(1, points, 'log')).toBeUndefined()
    expect(fallsTo(0.5, [], 'linear')).toBeUndefined()
  })

  it('is the point itself behind one that is no number', () => {
    expect(fallsTo(0.5, [{ x: 1, y: Number.NaN }, points[2]!], 'linear')).toBe(16)
  })
})
