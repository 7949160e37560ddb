import { expect, it } from 'vitest'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { chartLayout } from './chart-layout'

it('has room for 128 strings remembered whole, and for whatever was remembered', () => {
  expect(chartLayout(500, 300, 13, []).mostBits).toBeGreaterThan(uniformCeilingBits(128, 8, 16))
  const { mostBits, yTicks } = chartLayout(500, 300, 13, [{ bits: 6041 }])
  expect(mostBits).toBe(7000)
  expect(yTicks).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000])
})

it('is linear both ways, and reads back what it draws', () => {
  const { x, y, bitsAt, left, right, top, bottom, mostBits } = chartLayout(500, 300, 13, [])
  expect([x(0), x(512), x(256)]).toEqual([left, right, (left + right) / 2])
  expect([y(0), y(mostBits)]).toEqual([bottom, top])
  expect(bitsAt(y(1234))).toBeCloseTo(1234)
})

it('draws all there is to know from nothing to the upper end', () => {
  const { ceiling, x, y, top } = chartLayout(500, 300, 13, [])
  expect(ceiling[0]).toEqual([x(0), y(0)])
  expect(ceiling).toContainEqual([x(64), y(1664)])
  const [, end = 0] = ceiling.at(-1)!
  expect(end).toBeGreaterThanOrEqual(top)
  expect(end).toBeLessThan(top + 5)
})
