import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/data/dataset'
import { byCopies, perStringMeasures, plantedBits, plantedExposures } from './measure'

const LN2 = Math.LN2
const dataset = (sourceBits: readonly number[]): Dataset => ({
  tokens: new Int32Array(sourceBits.length * 2),
  count: sourceBits.length,
  seqLen: 2,
  sourceBits: Float64Array.from(sourceBits),
})

describe('what is kept of each string', () => {
  // Ten drawn strings, then one planted once and one planted twice.
  const drawnBits = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]
  const training = dataset([...drawnBits, 30, 30, 30])
  const planted = [
    { copies: 1, at: 10 },
    { copies: 2, at: 11 },
  ]
  const heldOutBits = drawnBits
  const measure = (kept: (bits: number) => number) =>
    perStringMeasures({ training, drawn: 10, planted, candidates: dataset([]) }, heldOutBits, {
      training: [...drawnBits.map((bits) => (bits - kept(bits)) * LN2), 28 * LN2, 5 * LN2, 5 * LN2],
      heldOut: heldOutBits.map((bits) => (bits + 1) * LN2),
      candidates: [10, 20, 31].map((bits) => bits * LN2),
    })

  it('counts drawn strings apart from planted ones, and those once', () => {
    const { measures, traces } = measure(() => 4)
    expect(measures.memorizedBitsPerString).toBeCloseTo(4, 9)
    expect(measures.heldoutMemorizedBitsPerString).toBeCloseTo(-1, 9)
    expect(measures.keptShare).toBe(1)
    expect(measures.plantedBits1).toBeCloseTo(2, 9)
    expect(measures.plantedBits2).toBeCloseTo(25, 9)
    // Third of four, and first.
    expect(measures.exposureBits1).toBeCloseTo(2 - Math.log2(3), 9)
    expect(measures.exposureBits2).toBe(2)
    expect(measures.exposureBoundBits).toBe(2)
    expect(traces['planted.copies']).toEqual([1, 2])
    expect(traces['strings.memorizedBits']).toEqual(new Array(10).fill(4))
  })

  it('knows what is memorised of each planted string, as a probe does', () => {
    const nats = [...drawnBits, 28, 5, 5].map((bits) => bits * LN2)
    const bits = plantedBits({ training, planted }, nats)
    expect(bits.map((own) => Number(own.toFixed(9)))).toEqual([2, 25])
  })

  it('tells rare strings from common ones by what the source says', () => {
    const { measures } = measure((bits) => bits / 2)
    expect(measures.rarenessCorrelation).toBeCloseTo(1, 9)
    expect(measures.commonBits).toBeCloseTo((10 + 11) / 4, 9)
    expect(measures.rareBits).toBeCloseTo((18 + 19) / 4, 9)
    expect(measures.rareClippedBits).toBeGreaterThanOrEqual(measures.rareBits!)
    expect(measures.heldoutRareBits).toBeCloseTo(-1, 9)
  })

  it('says nothing of rareness where all strings are alike, nor of exposure where nothing is planted', () => {
    const level = dataset([16, 16, 16])
    const { measures } = perStringMeasures(
      { training: level, drawn: 3, planted: [], candidates: level },
      [16, 16],
      {
        training: [1, 2, 3],
        heldOut: [8, 9],
        candidates: [],
      },
    )
    expect(
      Object.keys(measures).filter((name) => /rareBits|commonBits|exposure|planted/i.test(name)),
    ).toEqual([])
    expect(measures.rarenessCorrelation).toBeNaN()
  })

  it('takes means over the strings planted equally often', () => {
    const four = [1, 1, 8, 8].map((copies, at) => ({ copies, at }))
    expect(byCopies('x', four, [1, 2, 5, 7])).toEqual({ x1: 1.5, x8: 6 })
    expect(plantedExposures(four, [5, 1, 0, 9], [2, 4, 6])).toEqual([2 - Math.log2(3), 2, 2, 0])
  })
})
