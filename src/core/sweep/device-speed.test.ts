import { describe, expect, it } from 'vitest'
import { rates } from './device-speed'

/** Narrow models have more exponentials for each product than wide ones. */
const timed = (flop: number, exponentials: number, flopPerSecond: number, secondsPerExponential: number) => ({
  flop,
  exponentials,
  seconds: flop / flopPerSecond + exponentials * secondsPerExponential,
})

describe('the rates of a processor', () => {
  it('are found again from two trainings of known times', () => {
    const found = rates(timed(3e7, 2e5, 40e9, 4e-9), timed(1.5e8, 1.5e5, 40e9, 4e-9))
    expect(found.flopPerSecond / 40e9).toBeCloseTo(1, 9)
    expect(found.secondsPerExponential / 4e-9).toBeCloseTo(1, 9)
  })

  it('are those of products alone where only one training was timed', () => {
    expect(rates({ flop: 3e7, exponentials: 2e5, seconds: 0.003 }, undefined)).toEqual({
      flopPerSecond: 1e10,
      secondsPerExponential: 0,
    })
  })

  it.each([
    ['the wide training stood still for a moment', 0.001, 0.9],
    ['the narrow one did', 0.9, 0.004],
  ])('are never negative: %s', (_, narrowSeconds, wideSeconds) => {
    const wide = { flop: 1.5e8, exponentials: 1.5e5, seconds: wideSeconds }
    const found = rates({ flop: 3e7, exponentials: 2e5, seconds: narrowSeconds }, wide)
    expect(found).toEqual({ flopPerSecond: wide.flop / wideSeconds, secondsPerExponential: 0 })
  })
})
