import { describe, expect, it } from 'vitest'
import { roundToBfloat16, roundToFloat16 } from '@/core/metrics/quantize'
import { CHANNEL_INTEGERS, INTEGERS } from './formats'
import { roundMatrices, weightRounding } from './weights'

/** Less than half a unit of bfloat16 at 1, which is 1/128; exact in float32. */
const STEP = 2 ** -10

describe('weights under a precision', () => {
  it('are left alone in float32', () => {
    const weights = Float32Array.of(0.1, -3, 1e-9)
    expect(weightRounding('float32', 0)(weights)).toBe(weights)
  })

  it('are rounded where they are stored, so that small steps are lost', () => {
    const round = weightRounding('bfloat16-stored', 0)
    let weights = round(Float32Array.of(1))
    for (let step = 0; step < 64; step++) weights = round(weights.map((value) => value + STEP))
    expect([...weights]).toEqual([1])
    expect(weightRounding('float16-stored', 0)(Float32Array.of(0.1))).toEqual(
      roundToFloat16(Float32Array.of(0.1)),
    )
  })

  it('gather small steps in a master copy where they are only computed with', () => {
    const round = weightRounding('bfloat16-forward', 0)
    let weights = round(Float32Array.of(1, 0.1))
    expect(weights).toEqual(roundToBfloat16(Float32Array.of(1, 0.1)))
    const seen: number[] = []
    for (let step = 0; step < 64; step++) {
      weights = round(weights.map((value) => value + STEP))
      seen.push(weights[0]!)
    }
    expect(weights[0]).toBe(1 + 64 * STEP)
    expect(new Set(seen).size, 'in steps of a unit').toBe(9)
    for (const value of seen) expect(roundToBfloat16(Float32Array.of(value))[0]).toBe(value)
    // The master of the other began at 0.1 itself, not at its rounding.
    expect(weights[1]).toBe(roundToBfloat16(Float32Array.of(Math.fround(0.1) + 64 * STEP))[0])
  })

  it('keep small steps on average where they are rounded by chance, the same for a seed', () => {
    const walk = (seed: number) => {
      const round = weightRounding('bfloat16-stochastic', seed)
      let weights = round(new Float32Array(400).fill(1))
      for (let step = 0; step < 64; step++) weights = round(weights.map((value) => value + STEP))
      return weights
    }
    const ends = walk(3)
    const mean = ends.reduce((sum, value) => sum + value, 0) / ends.length
    expect(mean).toBeGreaterThan(1.055)
    expect(mean).toBeLessThan(1.07)
    expect(ends).toEqual(roundToBfloat16(ends))
    expect(walk(3)).toEqual(ends)
    expect(walk(4)).not.toEqual(ends)
  })
})

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
    const [whole, channel] = [INTEGERS[0]!, CHANNEL_INTEGERS[0]!].map(({ round }) =>
      roundMatrices(weights, specs, round),
    )
    expect([whole![1], whole![3]]).toEqual([0, -0])
    expect(channel![1]).toBeCloseTo(0.01, 3)
    expect(channel![3]).toBeCloseTo(-0.02, 9)
  })
})
