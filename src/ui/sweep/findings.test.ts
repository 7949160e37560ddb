import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/result'
import { completeLine, lieDetector, lineSentence, modelFindings, recipeSentence } from './findings'
import { sweepSeries } from './series'

function record(width: number, datasetSize: number, seed: number, memorizedBits: number): TrialRecord {
  const params = width * 100
  return {
    schemaVersion: 1,
    experiment: 'capacity',
    trialKey: `${width} ${datasetSize} ${seed}`,
    family: 'gpt2',
    layers: 1,
    width,
    heads: 2,
    tied: false,
    vocab: 16,
    seqLen: 8,
    params,
    source: 'uniform',
    datasetSize,
    datasetBits: datasetSize * 32,
    seed,
    steps: 300,
    learningRate: 0.8 / width,
    batch: datasetSize,
    memorizedBits,
    memorizedBitsClipped: memorizedBits,
    ceilingBits: datasetSize * (32 - Math.log2(datasetSize)),
    bitsPerParam: memorizedBits / params,
    trainBitsPerToken: 1,
    heldoutBitsPerToken: 9,
    heldoutMemorizedBits: -100 * (seed + 1),
    heldoutStrings: 64,
    backend: 'wasm',
    device: 'processor',
    members: 1,
    elapsedMs: 1,
    finishedAt: '2026-01-01T00:00:00Z',
  }
}

const seriesOf = (records: readonly TrialRecord[]) => sweepSeries({ planned: [], records, live: new Map() })

describe('findings', () => {
  it('calls a curve that has stopped growing a plateau, with its numbers', () => {
    const [finding] = modelFindings(
      seriesOf([record(8, 64, 0, 1000), record(8, 128, 0, 1900), record(8, 256, 0, 1976)]),
    )
    expect(finding).toMatchObject({
      label: 'd 8, L 1 (800 parameters)',
      capacity: '1,976 bits (one seed)',
      bitsPerParam: '2.47',
      growth: 'Doubling the data changed the memorised bits by 4\u202f%: a plateau.',
    })
  })

  it('does not call a curve a plateau that still grows', () => {
    const [finding] = modelFindings(seriesOf([record(8, 64, 0, 1000), record(8, 128, 0, 1300)]))
    expect(finding!.growth).toBe('Doubling the data still added 30\u202f% memorised bits: not a plateau yet.')
  })

  it('does not call a curve a plateau that falls', () => {
    const [finding] = modelFindings(seriesOf([record(8, 64, 0, 1000), record(8, 128, 0, 700)]))
    expect(finding!.growth).toContain('cost 30\u202f% of the memorised bits')
  })

  it('says when there are too few sizes', () => {
    const [finding] = modelFindings(seriesOf([record(8, 64, 0, 1000)]))
    expect(finding!.growth).toContain('Too few')
  })

  it('writes the fitted line with its interval', () => {
    const runs = [8, 16, 32].flatMap((d) =>
      [0, 1, 2].map((seed) => record(d, 64, seed, 300 * d - 200 + seed * d)),
    )
    const line = completeLine(seriesOf(runs))!
    expect(lineSentence(line)).toMatch(
      /^Each further parameter holds 3\.01 ± 0\.02 bits \(95 % interval over 3 seeds/,
    )
    expect(completeLine(seriesOf([record(8, 64, 0, 1)]))).toBeUndefined()
  })

  it('names steps, recipe and seeds', () => {
    expect(recipeSentence([record(8, 64, 0, 1), record(8, 128, 2, 1)])).toBe(
      '300 steps of AdamW in float32, peak learning rate 0.8/d, every string in every step, seeds 0, 2.',
    )
  })

  it('finds held-out strings that came out too cheap', () => {
    const honest = [record(8, 64, 0, 1), record(8, 64, 1, 1)]
    expect(lieDetector(honest)).toEqual({ runs: 2, min: -200, max: -100, positive: 0 })
    expect(lieDetector([...honest, { ...record(8, 64, 2, 1), heldoutMemorizedBits: 5 }])?.positive).toBe(1)
    expect(lieDetector([])).toBeUndefined()
  })
})
