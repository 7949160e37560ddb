import { describe, expect, it } from 'vitest'
import type { Axis } from './axis'
import { plotScales } from './scales'

const plot = { left: 0, right: 100, top: 100, bottom: 200 }
const axis = (scale: Axis['scale'], low: number, high: number): Axis => ({
  scale,
  domain: [low, high],
  ticks: [],
  label: '',
})

describe('scales', () => {
  it('lead from the axis to the plot, straight or by powers of ten', () => {
    const { x, y } = plotScales(axis('log', 1, 100), axis('linear', 0, 10), plot)
    expect([1, 10, 100].map(x)).toEqual([0, 50, 100])
    expect([0, 5, 10].map(y)).toEqual([200, 150, 100])
  })

  it('have no place along x for what a log axis cannot show', () => {
    const { x } = plotScales(axis('log', 1, 100), axis('linear', 0, 10), plot)
    expect([0, -3, Number.NaN].map((value) => Number.isFinite(x(value)))).toEqual([false, false, false])
  })

  it('hold marks inside the plot, and let lines lead out of it', () => {
    const { y, openY, isBelow } = plotScales(axis('linear', 0, 1), axis('linear', 0, 10), plot)
    expect([-5, 20, Number.NaN].map(y)).toEqual([200, 100, 200])
    expect([-5, 20].map(openY)).toEqual([250, 0])
    expect([-5, 0, 20].map(isBelow)).toEqual([true, false, false])
  })

  it('lead lines far down where a log axis has no place', () => {
    const { y, openY } = plotScales(axis('linear', 0, 1), axis('log', 1, 100), plot)
    expect([1, 10, 1000].map(openY).map(Math.round)).toEqual([200, 150, 50])
    expect([0, -3, 1e-300].map(openY)).toEqual([1200, 1200, 1200])
    expect([0, -3].map(y)).toEqual([200, 200])
  })
})
