import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { exposure, UNEXPOSED_BITS } from './exposure'

const candidates = Array.from({ length: 255 }, (_, n) => n + 1)

describe('exposure', () => {
  it.each([
    // Rank 1 of 256, 2, 4, and last.
    [0.5, 8, true],
    [1.5, 7, false],
    [3.5, 6, false],
    [999, 0, false],
  ])('of a canary of %d nats among 1 … 255 is %d bits', (nats, bits, isAtBound) => {
    expect(exposure(nats, candidates)).toEqual({ bits, boundBits: 8, isAtBound })
  })

  it('counts ties half', () => {
    // Ranks 1.5 of 2, and 2 of 3.
    expect(exposure(1, [1]).bits).toBeCloseTo(1 - Math.log2(1.5), 12)
    expect(exposure(1, [1, 1]).bits).toBeCloseTo(Math.log2(1.5), 12)
  })

  it('does not depend on how code lengths are scaled', () => {
    const scaled = candidates.map((nats) => Math.log(nats) - 9)
    expect(exposure(Math.log(3.5) - 9, scaled).bits).toBe(exposure(3.5, candidates).bits)
  })

  it('of a string like the others is about log2 e on average', () => {
    const random = randomStream('probe', 2)
    const rounds = 4000
    let sum = 0
    for (let i = 0; i < rounds; i++) {
      sum += exposure(
        random.float(),
        Array.from({ length: 127 }, () => random.float()),
      ).bits
    }
    expect(Math.abs(sum / rounds - UNEXPOSED_BITS)).toBeLessThan(0.1)
  })

  it('is unknown where a code length is', () => {
    expect(exposure(Number.NaN, candidates).bits).toBeNaN()
    expect(exposure(1, [2, Number.NaN]).bits).toBeNaN()
  })

  it('without candidates shows nothing', () => {
    expect(exposure(1, [])).toEqual({ bits: 0, boundBits: 0, isAtBound: true })
  })
})
