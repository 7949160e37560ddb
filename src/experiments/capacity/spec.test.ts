import { describe, expect, it } from 'vitest'
import { morrisModel } from '@/core/findings/morris-table'
import { totalFlop } from '@/core/sweep/estimate'
import { presetById } from '@/core/sweep/experiment'
import capacity from './spec'

/** Trials of a preset, of one seed: what science.md §5 counts. */
const trialsOf = (preset: string) =>
  capacity.plan(presetById(capacity, preset).config).filter((trial) => trial.seed === 0)

/** The seeds' trials are the same but for the seed. */
it.each([
  ['tiny', 4],
  ['quick', 3],
  ['lecture', 3],
  ['class', 12],
  ['full', 3],
  ['convergence', 4],
])('%s runs every model and size for %i seeds', (preset, seeds) => {
  const trials = capacity.plan(presetById(capacity, preset).config)
  expect(trials).toHaveLength(seeds * trialsOf(preset).length)
  expect(new Set(trials.map((trial) => trial.seed)).size).toBe(seeds)
})

it.each(['tiny', 'quick', 'lecture', 'class', 'full', 'paper'])(
  '%s names the sizes that it runs',
  (preset) => {
    const { note } = presetById(capacity, preset)
    const params = trialsOf(preset).map((trial) => trial.params)
    const named = [...note.matchAll(/\d{1,3}(?:,\d{3})+/g)].map(([text]) => Number(text.replace(',', '')))
    expect(Math.min(...named)).toBe(Math.min(...params))
    // The largest may be rounded.
    expect(Math.max(...named) / Math.max(...params)).toBeCloseTo(1, 2)
  },
)

describe('presets are those whose results are known (science.md §5)', () => {
  it('tiny: P 1,216, seven sizes, full batch, 18 GFLOP', () => {
    const trials = trialsOf('tiny')
    expect(trials.map((trial) => trial.datasetSize)).toEqual([8, 16, 32, 64, 128, 256, 512])
    for (const trial of trials) {
      expect(trial.shape).toEqual({ layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false })
      expect(trial).toMatchObject({ params: 1216, steps: 300, learningRate: 0.1, batch: trial.datasetSize })
    }
    expect(totalFlop(trials) / 1e9).toBeCloseTo(17.8, 1)
  })

  it('quick: P 3,048 and 9,168, seven ratios, about 1 TFLOP', () => {
    const trials = trialsOf('quick')
    expect(
      trials.map((trial) => [trial.params, trial.shape.heads, trial.learningRate, trial.datasetSize]),
    ).toEqual([
      ...[12, 24, 36, 48, 71, 95, 191].map((n) => [3048, 4, 0.1, n]),
      ...[36, 72, 107, 143, 215, 287, 573].map((n) => [9168, 8, 0.05, n]),
    ])
    expect(trials.every((trial) => trial.batch === trial.datasetSize && trial.steps === 400)).toBe(true)
    expect(totalFlop(trials) / 1e12).toBeCloseTo(1.1, 1)
  })

  it('class: P 2,048, seven ratios, twelve seeds, no run longer than 3 % of the whole', () => {
    const trials = capacity.plan(presetById(capacity, 'class').config)
    expect(trials).toHaveLength(84)
    expect(trialsOf('class').map((trial) => trial.datasetSize)).toEqual([16, 32, 48, 64, 96, 128, 192])
    expect(Math.max(...trials.map((trial) => totalFlop([trial]))) / totalFlop(trials)).toBeLessThan(0.03)
    expect(totalFlop(trials) / 1e12).toBeCloseTo(1.36, 2)
  })

  it('lecture: four widths with heads four wide, batches of at most 512, 1000 steps', () => {
    const trials = trialsOf('lecture')
    expect(trials).toHaveLength(4 * 7)
    for (const { shape, batch, datasetSize, steps } of trials) {
      expect(shape.width / shape.heads).toBe(4)
      expect([batch, steps]).toEqual([Math.min(512, datasetSize), 1000])
    }
    expect(Math.max(...trials.map((trial) => trial.batch))).toBe(512)
  })

  it('full: the capacity line, P 1,076 … 109,376, each with 4 bits of data per parameter, batches of at most 1024, 22 TFLOP a seed', () => {
    const trials = trialsOf('full')
    expect(trials.map((trial) => trial.params)).toEqual([
      1076, 2920, 5532, 8912, 17_976, 30_112, 63_600, 109_376,
    ])
    for (const { params, datasetSize, shape, batch, steps } of trials) {
      expect([batch, steps]).toEqual([Math.min(1024, datasetSize), 1000])
      expect([shape.vocab, shape.seqLen, shape.layers, shape.width / shape.heads]).toEqual([64, 16, 2, 4])
      expect(Math.abs((datasetSize * 96) / params - 4)).toBeLessThan(0.05)
    }
    expect(Math.max(...trials.map((trial) => trial.batch))).toBe(1024)
    expect(totalFlop(trials) / 1e12).toBeCloseTo(21.7, 1)
  })
  it('convergence: every step sees as many strings, at one rate that stays', () => {
    const trials = trialsOf('convergence')
    expect(trials.map((trial) => trial.datasetSize)).toEqual([61, 122, 244, 488])
    for (const trial of trials) {
      expect(trial).toMatchObject({
        params: 2920,
        batch: 61,
        steps: 8000,
        learningRate: 0.02,
        settings: { schedule: 'constant' },
      })
    }
  })

  it('paper: the smallest model of the paper’s Table 1, with its embeddings tied', () => {
    const [trial] = trialsOf('paper')
    expect(trial).toMatchObject({ params: 80_384, steps: 1000, batch: 128, settings: {} })
    expect(morrisModel(trial!.shape)?.bitsPerParam).toEqual({ float32: 4.23, bfloat16: 3.93 })
  })
})

it('gives a run by the recipe the key that it has elsewhere', () => {
  expect(trialsOf('tiny')[0]!.settings).toEqual({})
})
