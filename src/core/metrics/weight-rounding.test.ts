import { describe, expect, it } from 'vitest'
import { roundToBfloat16, roundToFloat16 } from './quantize'
import { drawsByCounter, roundingKey, roundWeights, weightRounding } from './weight-rounding'

/** Less than half a unit of bfloat16 at 1, which is 1/128; exact in float32. */
const STEP = 2 ** -10
const stepped = (weights: Float32Array) => weights.map((value) => value + STEP)

describe('weights under a precision', () => {
  it('are left alone in float32', () => {
    const weights = Float32Array.of(0.1, -3, 1e-9)
    expect(weightRounding('float32', 0).round(weights)).toBe(weights)
  })

  it('are rounded where they are stored, so that small steps are lost', () => {
    const { round } = weightRounding('bfloat16-stored', 0)
    let weights = round(Float32Array.of(1))
    for (let step = 0; step < 64; step++) weights = round(stepped(weights))
    expect([...weights]).toEqual([1])
    expect(weightRounding('float16-stored', 0).round(Float32Array.of(0.1))).toEqual(
      roundToFloat16(Float32Array.of(0.1)),
    )
  })

  it('gather small steps in a master copy where they are only computed with', () => {
    const { round } = weightRounding('bfloat16-forward', 0)
    let weights = round(Float32Array.of(1, 0.1))
    expect(weights).toEqual(roundToBfloat16(Float32Array.of(1, 0.1)))
    const seen: number[] = []
    for (let step = 0; step < 64; step++) {
      weights = round(stepped(weights))
      seen.push(weights[0]!)
    }
    expect(weights[0]).toBe(1 + 64 * STEP)
    expect(new Set(seen).size, 'in steps of a unit').toBe(9)
    for (const value of seen) expect(roundToBfloat16(Float32Array.of(value))[0]).toBe(value)
    // The master of the other began at 0.1 itself, not at its rounding.
    expect(weights[1]).toBe(roundToBfloat16(Float32Array.of(Math.fround(0.1) + 64 * STEP))[0])
  })

  it('gather them from what replaced the master', () => {
    const { round, restart } = weightRounding('bfloat16-forward', 0)
    round(Float32Array.of(5))
    restart(Float32Array.of(1 + STEP))
    // A half of the unit, to the even number; then past it.
    let weights: Float32Array = Float32Array.of(1 + STEP)
    for (let step = 0; step < 3; step++) weights = round(stepped(weights))
    expect([...weights]).toEqual([1])
    expect([...round(stepped(weights))]).toEqual([1 + 8 * STEP])
  })

  it('keep small steps on average where they are rounded by chance, the same for a seed', () => {
    const walk = (seed: number) => {
      const { round } = weightRounding('bfloat16-stochastic', seed)
      let weights = round(new Float32Array(400).fill(1))
      for (let step = 0; step < 64; step++) weights = round(stepped(weights))
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

describe('draws by counter', () => {
  const byCounter = (weights: Float32Array, step: number) =>
    roundWeights('bfloat16-stochastic', weights, drawsByCounter(roundingKey(3), step))

  it('keep the mean, of many weights in a step and of one weight over steps', () => {
    // Three eighths of the way from 1 to 1 + 2^−7, and back from −1.
    for (const sign of [1, -1]) {
      const value = sign * (1 + 3 * 2 ** -10)
      const inStep = byCounter(new Float32Array(20_000).fill(value), 9)
      const overSteps = Float32Array.from(
        { length: 20_000 },
        (_, step) => byCounter(Float32Array.of(0, value), step)[1]!,
      )
      for (const found of [inStep, overSteps]) {
        expect(new Set(found)).toEqual(new Set([sign, sign * (1 + 2 ** -7)]))
        const share = found.filter((own) => own !== sign).length / found.length
        // Four standard deviations.
        expect(Math.abs(share - 0.375)).toBeLessThan(4 * Math.sqrt((0.375 * 0.625) / found.length))
      }
    }
  })

  it('carry small steps on average: 64 of an eighth of a unit are eight units', () => {
    let weights: Float32Array = new Float32Array(400).fill(1)
    for (let step = 1; step <= 64; step++) weights = byCounter(stepped(weights), step)
    const mean = weights.reduce((sum, value) => sum + value, 0) / weights.length
    expect(mean).toBeGreaterThan(1.055)
    expect(mean).toBeLessThan(1.07)
  })
})
