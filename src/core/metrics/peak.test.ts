import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { peakOnLogAxis, peakSpread } from './peak'

const parabola = (peak: number, height: number, xs: readonly number[]) =>
  xs.map((x) => ({ x, y: height - 3 * Math.log(x / peak) ** 2 }))

describe('the peak on a log axis', () => {
  it('of a parabola is found exactly, in whatever order its points come', () => {
    const points = parabola(1.7, 20, [8, 0.5, 1, 4, 2])
    expect(peakOnLogAxis(points)?.x).toBeCloseTo(1.7, 12)
    expect(peakOnLogAxis(points)?.y).toBeCloseTo(20, 12)
  })

  it('does not move when x or y is scaled', () => {
    const points = parabola(1.7, 20, [0.5, 1, 2, 4])
    const scaled = points.map(({ x, y }) => ({ x: 1000 * x, y: 5 * y + 7 }))
    expect(peakOnLogAxis(scaled)?.x).toBeCloseTo(1700, 8)
  })

  it('lies in the middle of two equal points', () => {
    expect(
      peakOnLogAxis([
        { x: 1, y: 0 },
        { x: 2, y: 5 },
        { x: 4, y: 5 },
        { x: 8, y: 0 },
      ])?.x,
    ).toBeLessThan(4)
    const even = [0, 5, 5].map((y, i) => ({ x: 2 ** i, y }))
    expect(peakOnLogAxis([...even, { x: 8, y: 5 }])?.x).toBeCloseTo(2 * Math.SQRT2, 12)
  })

  it('of the independent trainer’s double descent is between its two highest points', () => {
    // science.md §4: test bits per token against data bits per parameter.
    const ys = [18.03, 20.97, 19.09, 12.92, 7.07, 5.17, 3.6, 3.1, 2.92]
    const points = [0.6, 1.2, 1.9, 2.5, 3.7, 5, 10, 20, 40].map((x, i) => ({ x, y: ys[i]! }))
    const peak = peakOnLogAxis(points)
    expect(peak?.x).toBeGreaterThan(1.2)
    expect(peak?.x).toBeLessThan(1.9)
    expect(peak?.y).toBeGreaterThan(20.97)
  })

  it('never leaves the highest point by more than half the way to a neighbour', () => {
    const random = randomStream('probe', 4)
    let found = 0
    for (let i = 0; i < 300; i++) {
      const ys = [random.float(), random.float(), random.float(), random.float()]
      const peak = peakOnLogAxis(ys.map((y, n) => ({ x: 2 ** n, y })))
      if (!peak) continue
      found++
      const top = ys.indexOf(Math.max(...ys))
      expect(Math.abs(Math.log2(peak.x) - top)).toBeLessThanOrEqual(0.5 + 1e-9)
      expect(peak.y).toBeGreaterThanOrEqual(ys[top]!)
    }
    expect(found).toBeGreaterThan(50)
  })

  it('is unknown at an end, on a plain, and for no numbers', () => {
    const along = (...ys: number[]) => ys.map((y, i) => ({ x: i + 1, y }))
    expect(peakOnLogAxis(along(1, 2, 3))).toBeUndefined()
    expect(peakOnLogAxis(along(3, 2, 1))).toBeUndefined()
    expect(peakOnLogAxis(along(2, 2, 2))).toBeUndefined()
    expect(peakOnLogAxis(along(1, Number.NaN, 1))).toBeUndefined()
    expect(peakOnLogAxis([])).toBeUndefined()
  })
})

describe('the spread of peaks', () => {
  it('is taken over seeds, and says how many had none', () => {
    const xs = [0.5, 1, 2, 4]
    const found = peakSpread([parabola(1, 10, xs), parabola(2, 12, xs), parabola(9, 10, xs)])
    expect(found?.x.mean).toBeCloseTo(1.5, 12)
    expect(found?.x.count).toBe(2)
    expect(found?.y.max).toBeCloseTo(12, 12)
    expect(found?.unbracketed).toBe(1)
    expect(peakSpread([parabola(9, 10, xs)])).toBeUndefined()
  })
})
