import { describe, expect, it } from 'vitest'
import { formatTick, linearAxis, logAxis, roundDown, roundUp, withRoom } from './axis'

describe('axes', () => {
  it('rounds to 1, 2 or 5 times a power of ten', () => {
    expect([256, 200, 1000, 0.07].map(roundDown)).toEqual([200, 200, 1000, 0.05])
    expect([8192, 5000, 1000, 0.3].map(roundUp)).toEqual([10_000, 5000, 1000, 0.5])
  })

  it('gives a log axis ticks inside its domain, as many as fit', () => {
    expect(logAxis('bits', 256, 8192, 9)).toMatchObject({
      domain: [200, 10_000],
      ticks: [200, 500, 1000, 2000, 5000, 10_000],
    })
    expect(logAxis('bits', 256, 8192, 4).ticks).toEqual([300, 1000, 3000, 10_000])
    expect(logAxis('bits', 1, 1e6, 4).ticks).toEqual([1, 100, 10_000, 1_000_000])
    expect(() => logAxis('bits', 0, 10, 4)).toThrow(RangeError)
  })

  it('has more ticks on a log axis of less than a decade, as many as fit', () => {
    expect(logAxis('bits', 2, 4, 8).ticks).toEqual([2, 3, 4, 5])
    expect(logAxis('bits', 20, 90, 8).ticks).toEqual([20, 30, 40, 50, 60, 80, 100])
    expect(logAxis('bits', 20, 90, 4).ticks).toEqual([20, 50, 100])
  })

  it('gives a linear axis a little room below 0 where values are hardly less', () => {
    expect(linearAxis('bits', 1.8, 5, -0.02)).toMatchObject({
      domain: [-0.125, 2],
      ticks: [0, 0.5, 1, 1.5, 2],
    })
    expect(linearAxis('bits', 1.8, 5, -0.2).ticks[0]).toBe(-0.5)
  })

  it('starts a linear axis at 0 and ends it on a tick', () => {
    expect(linearAxis('P', 1300, 6)).toMatchObject({ domain: [0, 1500], ticks: [0, 500, 1000, 1500] })
  })

  it('starts a linear axis below 0 only where values are', () => {
    expect(linearAxis('bits', 100, 4, -30)).toMatchObject({ domain: [-50, 100], ticks: [-50, 0, 50, 100] })
    expect(linearAxis('bits', -3, 4, -8)).toMatchObject({ domain: [-8, 0], ticks: [-8, -6, -4, -2, 0] })
    expect(linearAxis('bits', 10, 5, 4).domain).toEqual([0, 10])
    expect(linearAxis('bits', 0, 5).domain).toEqual([0, 0.2])
  })

  it('has room where values lie on its ends, with the same ticks', () => {
    const linear = linearAxis('k', 16, 8)
    expect(withRoom(linear, 0, 16)).toEqual({ ...linear, domain: [-0.48, 16.48] })
    expect(withRoom(linear, 1, 15)).toEqual(linear)
    const log = withRoom(logAxis('bits', 1, 100, 4), 1, 60)
    expect(log.domain[0]).toBeCloseTo(10 ** -0.06, 12)
    expect(log.domain[1]).toBe(100)
  })

  it('writes ticks short', () => {
    expect([-0.05, -2e4].map(formatTick)).toEqual(['−0.05', '−20 k'])
    expect([0, 0.05, 500, 2000, 1e6, 2e9].map(formatTick)).toEqual([
      '0',
      '0.05',
      '500',
      '2 k',
      '1 M',
      '2·10⁹',
    ])
  })
})
