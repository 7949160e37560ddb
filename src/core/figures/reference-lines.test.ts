import { expect, it } from 'vitest'
import { formulaPoints, levelLine } from './reference-lines'

it('draws one height from end to end of an axis', () => {
  expect(levelLine('chance', 'guessing', 0.5, { min: 1, max: 400 })).toEqual({
    key: 'chance',
    label: 'guessing',
    color: 'reference',
    style: 'curve',
    points: [
      { x: 1, y: 0.5 },
      { x: 400, y: 0.5 },
    ],
  })
})

it('draws a formula where logarithmic axes can hold it', () => {
  const points = formulaPoints(100, 10_000, (x) => 3 * x - 1000)
  expect(points[0]!.x).toBeGreaterThan(1000 / 3)
  expect(points.at(-1)).toEqual({ x: 10_000, y: 29_000 })
  for (const { x, y } of points) expect(y).toBe(3 * x - 1000)
  expect(formulaPoints(100, 100, (x) => x)).toEqual([])
})
