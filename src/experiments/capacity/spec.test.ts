import { describe, expect, it } from 'vitest'
import { totalFlop } from '@/core/sweep/estimate'
import { presetById } from '@/core/sweep/experiment'
import capacity from './spec'

/** Trials of a preset, of one seed: what science.md §5 counts. */
const trialsOf = (preset: string) =>
  capacity.plan(presetById(capacity, preset).config).filter((trial) => trial.seed === 0)

/** The seeds' trials are the same but for the seed. */
it.each(['tiny', 'quick', 'lecture', 'full'])('%s runs every model and size for three seeds', (preset) => {
  const trials = capacity.plan(presetById(capacity, preset).config)
  expect(trials).toHaveLength(3 * trialsOf(preset).length)
  expect([...new Set(trials.map((trial) => trial.seed))]).toEqual([0, 1, 2])
})

it.each(['tiny', 'quick', 'lecture', 'full'])('%s names the sizes that it runs', (preset) => {
  const { note } = presetById(capacity, preset)
  const params = trialsOf(preset).map((trial) => trial.params)
  const named = [...note.matchAll(/\d{1,3}(?:,\d{3})+/g)].map(([text]) => Number(text.replace(',', '')))
  expect(Math.min(...named)).toBe(Math.min(...params))
  // The largest may be rounded.
  expect(Math.max(...named) / Math.max(...params)).toBeCloseTo(1, 2)
})

describe('presets are those whose results are known (science.md §5)', () => {
  it('tiny: P 1,216, six sizes, full batch, 9 GFLOP', () => {
    const trials = trialsOf('tiny')
    expect(trials.map((trial) => trial.datasetSize)).toEqual([8, 16, 32, 64, 128, 256])
    for (const trial of trials) {
      expect(trial.shape).toEqual({ layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false })
      expect(trial).toMatchObject({ params: 1216, steps: 300, learningRate: 0.1, batch: trial.datasetSize })
    }
    expect(totalFlop(trials) / 1e9).toBeCloseTo(8.825, 3)
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
})
