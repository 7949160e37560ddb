import { describe, expect, it } from 'vitest'
import { type DatasetRequest, heldOutStrings, multiplicities, trainingStrings } from './dataset'

const request: DatasetRequest = { source: { id: 'uniform' }, vocab: 16, seqLen: 8, count: 100, seed: 3 }

describe('training strings', () => {
  const data = trainingStrings(request)

  it('are N rows of S tokens below V, each with its source’s bits', () => {
    expect(data.tokens).toHaveLength(800)
    expect(data).toMatchObject({ count: 100, seqLen: 8 })
    expect(data.tokens.every((token) => token >= 0 && token < 16)).toBe(true)
    expect(new Set(data.tokens).size).toBe(16)
    expect(data.sourceBits).toEqual(new Float64Array(100).fill(32))
    expect(trainingStrings({ ...request, vocab: 3 }).sourceBits[99]).toBeCloseTo(8 * Math.log2(3), 12)
  })

  it('are the ones that results of recipe 1 were recorded with: others need a new RECIPE.version', () => {
    const first = trainingStrings({ ...request, count: 3, seed: 0 })
    expect([...first.tokens].join()).toBe('8,2,12,4,8,7,9,6,0,12,15,10,7,5,1,6,11,8,4,3,13,15,0,0')
    const heldOut = heldOutStrings({ ...request, count: 3, seed: 0 }, first)
    expect([...heldOut.tokens].join()).toBe('3,14,15,5,5,15,4,9,0,7,14,6,4,13,12,11,9,12,13,14,0,1,11,8')
  })

  it('are the same for the same seed and others for another', () => {
    expect(trainingStrings(request)).toEqual(data)
    expect(trainingStrings({ ...request, seed: 4 }).tokens).not.toEqual(data.tokens)
  })

  it('of a smaller dataset are the first of a larger one', () => {
    expect(trainingStrings({ ...request, count: 7 }).tokens).toEqual(data.tokens.slice(0, 56))
  })
})

describe('held-out strings', () => {
  it('come from a stream of their own, with their source’s bits', () => {
    const training = trainingStrings(request)
    const heldOut = heldOutStrings(request, training)
    expect(heldOut.tokens).toHaveLength(800)
    expect(heldOut.sourceBits).toEqual(new Float64Array(100).fill(32))
    expect(
      multiplicities({
        ...training,
        count: 200,
        tokens: Int32Array.of(...training.tokens, ...heldOut.tokens),
      }),
    ).toEqual(new Array(200).fill(1))
  })
})

describe('multiplicities', () => {
  it('count equal rows, and only whole ones', () => {
    const tokens = Int32Array.of(1, 2, 2, 1, 1, 2, 1, 1, 1, 2)
    const counts = multiplicities({ tokens, count: 5, seqLen: 2, sourceBits: new Float64Array(5) })
    expect(counts.toSorted()).toEqual([1, 1, 3])
  })

  it('tell large token ids apart', () => {
    const tokens = Int32Array.of(4095, 0, 0, 4095, 15, 255, 255, 15)
    expect(multiplicities({ tokens, count: 4, seqLen: 2, sourceBits: new Float64Array(4) })).toEqual([
      1, 1, 1, 1,
    ])
  })
})

describe('strings of a text of one’s own', () => {
  const text = Array.from({ length: 20 }, (_, n) => `line ${String(n).padStart(2, '0')}`).join('\n')
  const source = { id: 'own', cut: 'lines', count: 20, hash: 'f779e5157a3dfaf4', text } as const
  const own: DatasetRequest = { source, vocab: 15, seqLen: 7, count: 18, seed: 3 }

  it('are those of the text, all others held back', () => {
    const training = trainingStrings(own)
    const heldOut = heldOutStrings({ ...own, count: 256 }, training)
    expect(training.tokens).toHaveLength(18 * 7)
    expect(heldOut.count).toBe(2)
    const rows = (tokens: Int32Array) =>
      new Set(Array.from({ length: tokens.length / 7 }, (_, n) => tokens.slice(n * 7, n * 7 + 7).join()))
    expect(new Set([...rows(training.tokens), ...rows(heldOut.tokens)]).size).toBe(20)
    expect(training.sourceBits).toEqual(new Float64Array(18).fill(7 * Math.log2(15)))
  })

  it('of a smaller dataset are the first of a larger one, and the same are held back', () => {
    const training = trainingStrings(own)
    const fewer = trainingStrings({ ...own, count: 5 })
    expect(fewer.tokens).toEqual(training.tokens.slice(0, 35))
    expect(heldOutStrings(own, fewer)).toEqual(heldOutStrings(own, training))
  })

  it('are refused where the text is not here, is another, or has too few', () => {
    expect(() => trainingStrings({ ...own, source: { ...source, text: undefined } })).toThrow(
      /is not here: paste it again/,
    )
    expect(() => trainingStrings({ ...own, seqLen: 4 })).toThrow(
      /gives 40 strings in 16 symbols .* not 20 in 15/,
    )
    expect(() => trainingStrings({ ...own, count: 19 })).toThrow(/18 strings to train on, not 19/)
  })
})
