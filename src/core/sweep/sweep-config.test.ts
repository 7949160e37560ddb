import { describe, expect, it } from 'vitest'
import { type SweepConfig, sweepProblems, sweepShapes, sweepSizes, sweepTrials } from './sweep-config'

const config: SweepConfig = {
  source: 'uniform',
  vocab: 64,
  seqLen: 32,
  family: 'gpt2',
  layers: [2],
  width: [8, 16],
  heads: [4, 8],
  tied: false,
  steps: 400,
  learningRate: 0,
  batch: 0,
  datasetSizes: [],
  dataRatios: [0.25, 0.5, 0.75, 1, 1.5, 2, 4],
  seeds: [0, 1, 2],
}
const sizesOf = (c: SweepConfig, params: number) => sweepSizes(c, params)
const fields = (changes: Partial<SweepConfig>) => sweepProblems({ ...config, ...changes }).map((p) => p.field)

describe('models of a sweep', () => {
  it('are layers × widths, each width with its own heads', () => {
    const shapes = sweepShapes({ ...config, layers: [1, 3] })
    expect(shapes.map((s) => [s.layers, s.width, s.heads])).toEqual([
      [1, 8, 4],
      [1, 16, 8],
      [3, 8, 4],
      [3, 16, 8],
    ])
    expect(shapes[0]).toMatchObject({ vocab: 64, seqLen: 32, tied: false })
  })

  it('share one number of heads', () => {
    expect(sweepShapes({ ...config, heads: [2] }).map((s) => s.heads)).toEqual([2, 2])
  })
})

describe('dataset sizes', () => {
  it('come from ratios: N = round(r · 3 · P / (S·log2 V))', () => {
    // 3·3048/192 = 47.625 and 3·9168/192 = 143.25 strings at ratio 1.
    expect(sizesOf(config, 3048)).toEqual([12, 24, 36, 48, 71, 95, 191])
    expect(sizesOf(config, 9168)).toEqual([36, 72, 107, 143, 215, 287, 573])
  })

  it('count bits and not symbols where V is no power of two', () => {
    // 3·1000/(10·log2 3) = 189.3
    expect(sizesOf({ ...config, vocab: 3, seqLen: 10, dataRatios: [1] }, 1000)).toEqual([189])
  })

  it('are at least 1, and each only once', () => {
    expect(sizesOf({ ...config, dataRatios: [0.001, 0.002, 0.0201, 0.0202] }, 3048)).toEqual([1])
  })

  it('are taken as given where they are given', () => {
    expect(sizesOf({ ...config, datasetSizes: [64, 8], dataRatios: [] }, 3048)).toEqual([64, 8])
  })
})

describe('the grid', () => {
  it('is models × sizes × seeds, in this order', () => {
    const trials = sweepTrials(config)
    expect(trials).toHaveLength(2 * 7 * 3)
    expect(trials.slice(0, 4).map((t) => [t.shape.width, t.datasetSize, t.seed])).toEqual([
      [8, 12, 0],
      [8, 12, 1],
      [8, 12, 2],
      [8, 24, 0],
    ])
    expect(trials.at(-1)).toMatchObject({ shape: { width: 16 }, datasetSize: 573, seed: 2, steps: 400 })
  })

  it('takes the recipe’s rate for each width, or the one rate that is set', () => {
    const rates = (learningRate: number) => [
      ...new Set(sweepTrials({ ...config, learningRate }).map((t) => t.learningRate)),
    ]
    expect(rates(0)).toEqual([0.1, 0.05])
    expect(rates(0.003)).toEqual([0.003])
  })

  it('trains on every string each step, or on a batch that is no larger than the data', () => {
    const batches = (batch: number) =>
      sweepTrials({ ...config, batch, width: [8], heads: [4], seeds: [0] }).map((t) => t.batch)
    expect(batches(0)).toEqual([12, 24, 36, 48, 71, 95, 191])
    expect(batches(40)).toEqual([12, 24, 36, 40, 40, 40, 40])
  })
})

describe('what fields cannot see alone', () => {
  it('passes a good config', () => {
    expect(sweepProblems(config)).toEqual([])
  })

  it('heads: one for each width, and each divides it', () => {
    expect(fields({ heads: [4, 8, 2] })).toEqual(['heads'])
    expect(sweepProblems({ ...config, heads: [4, 8], width: [8, 16, 32] })).toEqual([
      { field: 'heads', message: '2 values for 3 widths: give one, or one for each' },
    ])
    expect(fields({ heads: [2], width: [8] })).toEqual([])
    expect(sweepProblems({ ...config, heads: [4, 3] })).toEqual([
      { field: 'heads', message: '3 heads do not divide width 16' },
    ])
  })

  it('sizes or ratios, not none and not both', () => {
    expect(fields({ dataRatios: [] })).toEqual(['datasetSizes'])
    expect(fields({ datasetSizes: [8] })).toEqual(['dataRatios'])
  })

  it('the source must have 16 times as many strings as are trained on', () => {
    // 2^10 strings: 64 are just few enough.
    const small = { vocab: 2, seqLen: 10, dataRatios: [] }
    expect(fields({ ...small, datasetSizes: [64, 1] })).toEqual([])
    expect(fields({ ...small, datasetSizes: [1, 65] })).toEqual(['datasetSizes'])
    expect(sweepProblems({ ...config, ...small, datasetSizes: [65] })[0]!.message).toMatch(
      /^65 strings.*2\^10/,
    )
    expect(fields({ vocab: 2, seqLen: 10 })).toEqual(['dataRatios'])
  })

  it('no more than a million strings, whichever way they are asked for', () => {
    const large = { width: [512], heads: [8], layers: [16], seqLen: 8, vocab: 64 }
    const params = 16 * (12 * 512 ** 2 + 13 * 512) + (2 + 65 + 8 + 64) * 512
    const ratioOf = (strings: number) => (strings * 48) / (3 * params)
    expect(fields({ ...large, dataRatios: [ratioOf(1_000_000)] })).toEqual([])
    expect(fields({ ...large, dataRatios: [0.01, ratioOf(1_000_001)] })).toEqual(['dataRatios'])
    const given = (size: number) => ({ ...large, dataRatios: [], datasetSizes: [8, size] })
    expect(fields(given(1_000_000))).toEqual([])
    expect(sweepProblems({ ...config, ...given(1_000_001) })).toEqual([
      { field: 'datasetSizes', message: 'comes to 1000001 strings; at most 1000000 fit' },
    ])
  })

  it('no dataset of more than 2^24 tokens, whichever way it is asked for', () => {
    const long = (size: number) => ({ ...config, seqLen: 1024, dataRatios: [], datasetSizes: [8, size] })
    expect(sweepProblems(long(16_384))).toEqual([])
    expect(sweepProblems(long(16_385))).toEqual([
      {
        field: 'datasetSizes',
        message: '16385 strings of 1024 tokens are 16778240 tokens; at most 16777216 fit',
      },
    ])
    const large = { width: [512], heads: [8], layers: [16], seqLen: 64, vocab: 16 }
    expect(fields({ ...large, dataRatios: [0.4] })).toEqual([])
    expect(fields({ ...large, dataRatios: [0.5] })).toEqual(['dataRatios'])
  })

  it('no more than 2^32 strings drawn in batches; a full batch draws none', () => {
    const steps = 65_536
    expect(fields({ batch: 65_536, steps })).toEqual([])
    expect(sweepProblems({ ...config, batch: 65_536, steps: steps + 1 })).toEqual([
      {
        field: 'batch',
        message: '65537 steps of 65536 strings are too many: at most 4294967296 strings can be drawn',
      },
    ])
    expect(fields({ batch: 4294, steps: 1_000_000 })).toEqual([])
    expect(fields({ batch: 4295, steps: 1_000_000 })).toEqual(['batch'])
    const full = { batch: 0, steps: 1_000_000, seqLen: 16, dataRatios: [], datasetSizes: [1_000_000] }
    expect(fields(full)).toEqual([])
  })
})
