import { describe, expect, it } from 'vitest'
import { RECIPE } from '../model/recipe'
import { makeTrial, trialKey, versionsOf } from './trial'

const shape = { layers: 2, width: 8, heads: 4, vocab: 64, seqLen: 32, tied: false }
const parts = {
  experiment: 'capacity',
  family: 'gpt2',
  shape,
  source: { id: 'uniform' },
  datasetSize: 12,
  seed: 3,
  steps: 400,
  learningRate: 0.1,
  batch: 12,
  settings: {},
} as const

describe('a trial', () => {
  it('is named by everything that decides its result', () => {
    const key = 'capacity/gpt2-L2-d8-H4-V64-S32/uniform-N12/t400-lr0.1-B12-r1/s3'
    expect(makeTrial(parts)).toEqual({ ...parts, key, params: 3048 })
    const others = [
      { experiment: 'other' },
      { datasetSize: 13 },
      { seed: 4 },
      { steps: 401 },
      { learningRate: 0.10000000000000002 },
      { batch: 11 },
      { settings: { weightDecay: 0.5 } },
      { source: { id: 'alphabet', symbols: 26, skew: 0 } as const },
      ...[
        { positions: 'none' as const },
        { layers: 1 },
        { width: 16 },
        { heads: 2 },
        { vocab: 65 },
        { seqLen: 31 },
        { tied: true },
      ].map((change) => ({
        shape: { ...shape, ...change },
      })),
    ].map((change) => makeTrial({ ...parts, ...change }).key)
    expect(new Set([key, ...others]).size).toBe(others.length + 1)
  })

  it('has another name under another version of the recipe', () => {
    expect(trialKey(parts, { recipe: RECIPE.version, procedure: 1 })).toBe(makeTrial(parts).key)
    expect(trialKey(parts, { recipe: 2, procedure: 1 })).toBe(
      'capacity/gpt2-L2-d8-H4-V64-S32/uniform-N12/t400-lr0.1-B12-r2/s3',
    )
  })

  it('has another name under a later version of its procedure, and says both versions again', () => {
    const decayed = { ...parts, settings: { weightDecay: 0.5 } }
    const trial = makeTrial(decayed)
    expect(makeTrial(decayed, 1)).toEqual(trial)
    const later = makeTrial(decayed, 3)
    expect(later).toEqual({ ...trial, key: trial.key.replace('-r1/', '-r1-p3/') })
    expect(versionsOf(trial.key)).toEqual({ recipe: 1, procedure: 1 })
    expect(versionsOf(later.key)).toEqual({ recipe: 1, procedure: 3 })
  })

  it('is of a family that exists', () => {
    expect(() => makeTrial({ ...parts, family: 'toString' })).toThrow(/unknown family/)
  })
})

/** Published and measured sizes (science.md §4 and §5; Morris et al. 2025, whose count has no row for BOS). */
describe('parameters of GPT-2', () => {
  const params = (vocab: number, seqLen: number, layers: number, width: number, tied = false) =>
    makeTrial({ ...parts, shape: { layers, width, heads: 1, vocab, seqLen, tied } }).params

  it.each([
    [16, 8, 1, 8, 1216],
    [64, 32, 2, 8, 3048],
    [64, 32, 2, 16, 9168],
    [64, 16, 2, 4, 1076],
    [64, 16, 2, 8, 2920],
    [64, 16, 2, 12, 5532],
    [64, 16, 2, 16, 8912],
    [64, 16, 2, 24, 17_976],
    [64, 16, 2, 32, 30_112],
    [64, 16, 2, 48, 63_600],
    [16, 16, 2, 8, 2152],
  ])('V %i, S %i, L %i, d %i: %i', (vocab, seqLen, layers, width, expected) => {
    expect(params(vocab, seqLen, layers, width)).toBe(expected)
  })

  it.each([
    [1, 32],
    [4, 128],
    [8, 256],
  ])('tied, L %i, d %i: the paper’s P and the row of BOS', (L, d) => {
    expect(params(2048, 64, L, d, true)).toBe(2048 * d + 64 * d + L * (12 * d * d + 13 * d) + 2 * d + d)
  })
})
