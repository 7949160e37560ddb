import { describe, expect, it } from 'vitest'
import { trainingStrings } from '../data/dataset'
import { randomStream } from '../data/rng'
import { makeRecord } from '../results/result'
import { exampleTrial } from '../testing/example-record'
import { bitsPerToken, memorizedBits } from './bits'
import { knowledgeBits, netUnintendedBits } from './unintended'

const trial = exampleTrial({ source: { id: 'markov', concentration: 0.3 }, datasetSize: 32 })
const { vocab, seqLen } = trial.shape
const request = { source: trial.source, vocab, seqLen, seed: 0 }
const training = trainingStrings({ ...request, count: 32 })
const heldOut = trainingStrings({ ...request, count: 20, seed: 1 })
const circumstances = {
  backend: 'wasm',
  numerics: 'simd128-2',
  device: 'none',
  members: 1,
  elapsedMs: 1,
  finishedAt: '',
}

const recordOf = (trainingNats: ArrayLike<number>, heldOutNats: ArrayLike<number>) =>
  makeRecord(trial, { training, heldOut, trainingNats, heldOutNats }, circumstances)

const nats = (bits: ArrayLike<number>) => Float64Array.from(bits, (b) => b * Math.LN2)
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0)

describe('the split of what a model knows', () => {
  it('follows from the record, string by string', () => {
    const random = randomStream('probe', 5)
    const trainingBits = Float64Array.from({ length: 32 }, () => 40 * random.float())
    const heldOutBits = Float64Array.from({ length: 20 }, () => 40 * random.float())
    const found = knowledgeBits(recordOf(nats(trainingBits), nats(heldOutBits)))
    const unintended = trainingBits.map((length, n) => Math.max(0, training.sourceBits[n]! - length))
    const intended = trainingBits.map(
      (length, n) => seqLen * Math.log2(vocab) - Math.max(training.sourceBits[n]!, length),
    )
    expect(found.totalBits).toBeCloseTo(32 * seqLen * 4 - sum(trainingBits), 6)
    expect(found.unintendedBits).toBeCloseTo(sum(unintended), 6)
    expect(found.intendedBits).toBeCloseTo(sum(intended), 6)
    expect(found.heldOutBits).toBeCloseTo((32 / 20) * (20 * seqLen * 4 - sum(heldOutBits)), 6)
    expect(found.totalBits).toBe(found.unintendedBits + found.intendedBits)
  })

  it('of a model that is the source is all generalisation', () => {
    const found = knowledgeBits(recordOf(nats(training.sourceBits), nats(heldOut.sourceBits)))
    expect(found.unintendedBits).toBeCloseTo(0, 6)
    expect(found.intendedBits).toBeCloseTo(found.structureBits, 6)
    const heldOutPerToken = bitsPerToken(nats(heldOut.sourceBits), seqLen)
    expect(found.heldOutBits).toBeCloseTo(32 * seqLen * (4 - heldOutPerToken), 6)
  })

  it('of a model that guesses uniformly is nothing but the strings that the source itself codes worse', () => {
    const uniformBits = seqLen * Math.log2(vocab)
    const guess = (count: number) => new Float64Array(count).fill(uniformBits * Math.LN2)
    const found = knowledgeBits(recordOf(guess(32), guess(20)))
    expect(found.totalBits).toBeCloseTo(0, 6)
    expect(found.heldOutBits).toBeCloseTo(0, 6)
    const rare = sum(training.sourceBits.map((bits) => Math.max(0, bits - uniformBits)))
    expect(found.unintendedBits).toBeCloseTo(rare, 6)
    expect(found.intendedBits).toBeCloseTo(-rare, 6)
    expect(found.structureBits).toBeGreaterThan(100)
  })

  it('of a model that knows its strings by heart has all that the source cannot tell as unintended', () => {
    const found = knowledgeBits(recordOf(new Float64Array(32), nats(heldOut.sourceBits)))
    expect(found.unintendedBits).toBeCloseTo(sum(training.sourceBits), 6)
    expect(found.intendedBits).toBeCloseTo(found.structureBits, 6)
  })
})

describe('the net of what strings show that were never seen', () => {
  /** A model that codes every string as its source does, but for chance, and those that it has read by `memory` bits shorter. */
  const netOf = (memory: number) => {
    const random = randomStream('probe', 9)
    const lengths = (sourceBits: ArrayLike<number>, less: number) =>
      nats(Float64Array.from(sourceBits, (bits) => bits + 8 * (random.float() - 0.5) - less))
    // As many of both as make a mean: 3,200 of 32, and as many of 20.
    const rounds = Array.from({ length: 100 }, () => {
      const heldOutNats = lengths(heldOut.sourceBits, 0)
      const record = recordOf(lengths(training.sourceBits, memory), heldOutNats)
      const { clipped } = memorizedBits(heldOut.sourceBits, heldOutNats)
      return { record, ...netUnintendedBits(record, clipped / heldOut.count) }
    })
    const mean = (value: (round: (typeof rounds)[number]) => number) => sum(rounds.map(value)) / rounds.length
    return {
      unintended: mean(({ record }) => knowledgeBits(record).unintendedBits) / 32,
      floor: mean(({ floorBits }) => floorBits) / 32,
      net: mean(({ netBits }) => netBits) / 32,
    }
  }

  it('is nothing for a model without memory, though a bit of every string is left by clipping', () => {
    // The mean of max(0, u) over u uniform in ±4 is 1 bit.
    const { unintended, floor, net } = netOf(0)
    expect(unintended).toBeCloseTo(1, 1)
    expect(floor).toBeCloseTo(1, 1)
    expect(Math.abs(net)).toBeLessThan(0.1)
  })

  it('is what was remembered, less that part of it which only makes up for bad luck', () => {
    const { unintended, net } = netOf(20)
    expect(unintended).toBeCloseTo(20, 0)
    expect(net).toBeCloseTo(19, 0)
    expect(net).toBeLessThan(unintended)
  })
})
