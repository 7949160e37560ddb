import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import experiment from './spec'

const config = (preset: string) => presetById(experiment, preset).config
const trialsOf = (preset: string): Trial[] => experiment.plan(config(preset))
const recordsOf = (trials: readonly Trial[], bits: (trial: Trial) => number): TrialRecord[] =>
  trials.map((trial) => exampleRecord(trial, { memorizedBits: bits(trial) }))

/** 1.8 bits for each parameter less 100, and a little from the seed. */
const onLine = ({ params, seed }: Trial): number => 1.8 * params - 100 + seed

describe('scaling', () => {
  it('plans widths by layers by vocabularies, each past its capacity', () => {
    const tiny = trialsOf('tiny')
    expect(tiny).toHaveLength(3 * 2 * 4)
    expect(new Set(tiny.map(({ params }) => params))).toEqual(new Set([1216, 2400, 4896]))
    // Twice the data tells whether a model is full, and no step sees less than half of them.
    const first = tiny.filter(({ seed }) => seed === 0)
    expect(first.map(({ datasetSize, batch }) => [datasetSize, batch])).toEqual([
      [91, 91],
      [188, 188],
      [180, 180],
      [371, 371],
      [367, 367],
      [757, 380],
    ])
    expect(new Set(trialsOf('embeddings').map(({ shape }) => shape.vocab))).toEqual(new Set([16, 64, 256]))
    expect(trialsOf('line').find(({ shape }) => shape.width === 16)).toMatchObject({
      params: 8912,
      steps: 1000,
    })
  })

  it('counts the trials of all vocabularies together', () => {
    const many = {
      ...config('tiny'),
      vocab: [8, 16, 32, 64, 128],
      seeds: Array.from({ length: 16 }, (_, i) => i),
    }
    const wide = { ...many, width: [4, 8, 12, 16, 20, 24, 28], heads: [1] }
    expect(experiment.problems(many)).toEqual([])
    expect(experiment.problems(wide)).toEqual([
      { field: 'seeds', message: 'makes 1120 trials; at most 1000 fit in one sweep' },
    ])
  })

  it('holds records against the independent trainer’s line', () => {
    const slope = checks.find(({ what }) => what.includes('slope'))!
    const records = recordsOf(trialsOf('line'), ({ params }) => 2.97 * params - 1421)
    expect(slope.measure(records)[0]).toBeCloseTo(2.97, 6)
    expect(slope.measure(recordsOf(trialsOf('tiny'), onLine))).toEqual([])
    const d16 = checks.find(({ what }) => what.includes('d 16'))!
    expect(d16.measure(records)).toHaveLength(3)
  })
})
