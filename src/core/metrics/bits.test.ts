import { describe, expect, it } from 'vitest'
import { heldOutStrings, multiplicities, trainingStrings } from '../data/dataset'
import { bitsPerToken, ceilingBits, memorizedBits, uniformCeilingBits } from './bits'

const request = { source: { id: 'uniform' }, vocab: 16, seqLen: 8, count: 32, seed: 3 } as const
const STRING_BITS = 8 * Math.log2(16)
const toNats = (bits: number) => bits * Math.LN2

describe('memorised bits of models whose code length is known exactly', () => {
  const data = trainingStrings(request)

  it('a uniform model memorises nothing', () => {
    const nats = Array.from(data.sourceBits, toNats)
    expect(memorizedBits(data.sourceBits, nats).signed).toBeCloseTo(0, 9)
    expect(bitsPerToken(nats, 8)).toBeCloseTo(4, 12)
  })

  it('a model that knows one string memorises its S·log2 V bits', () => {
    const nats = Array.from(data.sourceBits, (bits, n) => (n === 5 ? 0 : toNats(bits)))
    expect(memorizedBits(data.sourceBits, nats).signed).toBeCloseTo(STRING_BITS, 9)
    expect(memorizedBits(data.sourceBits, nats).clipped).toBeCloseTo(STRING_BITS, 9)
  })

  it('the ideal model, which only pays for the choice of string, sits exactly on the ceiling', () => {
    const nats = Array.from(data.sourceBits, () => toNats(Math.log2(data.count)))
    const ceiling = ceilingBits(data.sourceBits, multiplicities(data))
    expect(memorizedBits(data.sourceBits, nats).signed).toBeCloseTo(ceiling, 9)
    expect(ceiling).toBeCloseTo(uniformCeilingBits(32, 8, 16), 9)
  })

  it('clips per string: a string that became worse costs the signed sum and not the clipped one', () => {
    const nats = Array.from(data.sourceBits, (bits, n) =>
      n === 0 ? 0 : n === 1 ? toNats(bits + 10) : toNats(bits),
    )
    const { signed, clipped } = memorizedBits(data.sourceBits, nats)
    expect(signed).toBeCloseTo(STRING_BITS - 10, 9)
    expect(clipped).toBeCloseTo(STRING_BITS, 9)
  })

  it('refuses code lengths of another dataset', () => {
    expect(() => memorizedBits(data.sourceBits, [1])).toThrow(/32 strings but 1/)
  })
})

describe('the ceiling of a dataset with repeats', () => {
  it('charges the entropy of the choice, not log2 N', () => {
    // One string twice, two once: Σ c·log2(4/c) = 2·1 + 1·2 + 1·2 bits. One three times, one once: 3·log2(4/3) + 2.
    expect(ceilingBits([32, 32, 32, 32], [2, 1, 1])).toBeCloseTo(4 * 32 - 6, 12)
    expect(ceilingBits([32, 32, 32, 32], [3, 1])).toBeCloseTo(4 * 32 - 3.245112497836531, 12)
  })
})

describe('held-out strings', () => {
  it('never repeat a training string, even where few strings exist', () => {
    const small = { source: { id: 'uniform' }, vocab: 2, seqLen: 8, count: 16, seed: 1 } as const
    const training = trainingStrings(small)
    const heldOut = heldOutStrings({ ...small, count: 200 }, training)
    const text = (tokens: Int32Array, n: number) => tokens.subarray(n * 8, n * 8 + 8).join('')
    const seen = new Set(Array.from({ length: 16 }, (_, n) => text(training.tokens, n)))
    expect(Array.from({ length: 200 }, (_, n) => seen.has(text(heldOut.tokens, n)))).not.toContain(true)
  })

  it('says so where the training set holds every string', () => {
    const training = trainingStrings({ source: { id: 'uniform' }, vocab: 2, seqLen: 2, count: 64, seed: 1 })
    expect(() =>
      heldOutStrings({ source: { id: 'uniform' }, vocab: 2, seqLen: 2, count: 1, seed: 1 }, training),
    ).toThrow(/too few strings/)
  })
})
