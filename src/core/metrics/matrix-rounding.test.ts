import { describe, expect, it } from 'vitest'
import { roundMatrices } from './matrix-rounding'
import { quantizeToInteger } from './quantize'

describe('matrices after training', () => {
  it('are rounded one by one, by what makes one output, and vectors stay', () => {
    const specs = [
      { name: 'tokens', shape: [2, 3] },
      { name: 'h0.qkv.bias', shape: [2] },
      { name: 'h0.qkv.weight', shape: [2, 3] },
    ]
    const weights = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 50, 60)
    const seen: (readonly [values: number[], channelLength: number])[] = []
    const rounded = roundMatrices(weights, specs, (values, channelLength) => {
      seen.push([[...values], channelLength])
      return values.map((value) => -value)
    })
    expect(seen).toEqual([
      [[1, 2, 3, 4, 5, 6], 3],
      [[10, 40, 20, 50, 30, 60], 2],
    ])
    expect([...rounded]).toEqual([-1, -2, -3, -4, -5, -6, 7, 8, -10, -20, -30, -40, -50, -60])
    expect(weights[0]).toBe(1)
  })

  it('keep more with a scale for each output where outputs differ in size', () => {
    const specs = [{ name: 'h0.mlpIn.weight', shape: [2, 2] }]
    const weights = Float32Array.of(100, 0.01, 50, -0.02)
    const whole = roundMatrices(weights, specs, (values) => quantizeToInteger(values, 8))
    const channel = roundMatrices(weights, specs, (values, length) => quantizeToInteger(values, 8, length))
    expect([whole[1], whole[3]]).toEqual([0, -0])
    expect(channel[1]).toBeCloseTo(0.01, 3)
    expect(channel[3]).toBeCloseTo(-0.02, 9)
  })
})
