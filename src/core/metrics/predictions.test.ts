import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { skewedDistribution } from '../data/sources'
import { meanPrediction, tokenPredictions } from './predictions'

/** Logits whose softmax is p: one row of V for each position. */
const logitsOf = (...rows: readonly (readonly number[])[]) => Float32Array.from(rows.flat().map(Math.log))

describe('predictions of a string', () => {
  it('are as reckoned by hand', () => {
    const p = [0.5, 0.25, 0.125, 0.125]
    const found = tokenPredictions(logitsOf(p, p), [0, 2], [0.5, 0.5])
    expect(found.nats[0]).toBeCloseTo(Math.LN2, 6)
    expect(found.nats[1]).toBeCloseTo(3 * Math.LN2, 6)
    expect([...found.isArgmax]).toEqual([1, 0])
    expect(found.probability[1]).toBeCloseTo(0.125, 6)
    expect(found.entropyBits[0]).toBeCloseTo(1.75, 6)
    expect(found.alphabetMass[0]).toBeCloseTo(0.75, 6)
    // ½·log2(½ / ½) + ½·log2(½ / ¼)
    expect(found.klBits[0]).toBeCloseTo(0.5, 6)
  })

  it('do not change when a constant is added to all logits, however large', () => {
    const logits = Float32Array.of(0, 1, 2, 3)
    const near = tokenPredictions(logits, [1], [1])
    for (const shift of [1000, -1000, 65536]) {
      const shifted = logits.map((z) => z + shift)
      const far = tokenPredictions(shifted, [1], [1])
      expect(far.nats[0]).toBeCloseTo(near.nats[0]!, 10)
      expect(far.entropyBits[0]).toBeCloseTo(near.entropyBits[0]!, 10)
      expect(far.klBits[0]).toBeCloseTo(near.klBits[0]!, 10)
    }
  })

  it('keep what float32 would lose: a probability of e^−500, a certainty of one', () => {
    const found = tokenPredictions(Float32Array.of(500, 0, 0, 500), [1, 1], [0.5, 0.5])
    expect(found.nats[0]).toBeCloseTo(500, 9)
    expect(found.nats[1]).toBeCloseTo(Math.exp(-500), 12)
    expect(found.probability[0]).toBeGreaterThan(0)
    expect(found.entropyBits[0]).toBeCloseTo(0, 12)
    expect(found.klBits[0]).toBeCloseTo(250 / Math.LN2 - 1, 9)
  })

  it('give a tie to the lowest token', () => {
    expect([...tokenPredictions(new Float32Array(9), [0, 1, 2], [1]).isArgmax]).toEqual([1, 0, 0])
  })

  it('of a symbol that cannot come have no entropy of their own', () => {
    const found = tokenPredictions(Float32Array.of(0, 0, Number.NEGATIVE_INFINITY), [0], [0.5, 0.5])
    expect(found.entropyBits[0]).toBeCloseTo(1, 12)
    expect(found.klBits[0]).toBeCloseTo(0, 12)
    expect(tokenPredictions(Float32Array.of(0, Number.NEGATIVE_INFINITY), [0], [0.5, 0.5]).klBits[0]).toBe(
      Number.POSITIVE_INFINITY,
    )
  })

  it('of weights that are no numbers are none, and recall nothing', () => {
    const found = tokenPredictions(new Float32Array(3).fill(Number.NaN), [0], [1])
    expect(found.nats[0]).toBeNaN()
    expect(found.klBits[0]).toBeNaN()
    expect(found.isArgmax[0]).toBe(0)
  })

  it('have a divergence of at least 0 and an entropy of at most log2 V, for any logits', () => {
    const random = randomStream('probe', 1)
    for (let i = 0; i < 200; i++) {
      const logits = Float32Array.from({ length: 16 }, () => 5 * random.normal())
      const found = tokenPredictions(logits, [3], skewedDistribution(1 + (i % 16), i / 100))
      expect(found.klBits[0]).toBeGreaterThanOrEqual(0)
      expect(found.entropyBits[0]).toBeGreaterThanOrEqual(0)
      expect(found.entropyBits[0]).toBeLessThanOrEqual(4)
      expect(found.alphabetMass[0]).toBeLessThanOrEqual(1 + 1e-12)
    }
  })

  it('refuse logits that do not fit the tokens', () => {
    expect(() => tokenPredictions(new Float32Array(7), [0, 1], [1])).toThrow(RangeError)
  })
})

describe('the mean prediction', () => {
  it('is taken over tokens', () => {
    const uniform = tokenPredictions(new Float32Array(8), [0, 1], [0.5, 0.5])
    const sure = tokenPredictions(Float32Array.of(99, 0, 0, 0, 99, 0, 0, 0), [0, 0], [0.5, 0.5])
    const found = meanPrediction([uniform, sure])
    expect(found.bitsPerToken).toBeCloseTo(1, 12)
    expect(found.accuracy).toBe(0.75)
    expect(found.entropyBits).toBeCloseTo(1, 12)
    expect(found.alphabetMass).toBeCloseTo(0.75, 12)
  })
})
