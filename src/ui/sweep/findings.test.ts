import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { completeLine, lineSentence, modelFindings, recipeSentence, seedRange } from './findings'
import { sweepSeries } from './series'

const record = (width: number, datasetSize: number, seed: number, memorizedBits: number): TrialRecord =>
  exampleRecord(exampleTrial({ width, datasetSize, seed }), {
    memorizedBits,
  })

const seriesOf = (records: readonly TrialRecord[]) => sweepSeries({ planned: [], records, live: new Map() })

describe('findings', () => {
  it('calls a curve that has stopped growing a plateau, with its numbers', () => {
    const [finding] = modelFindings(
      seriesOf([record(8, 64, 0, 1000), record(8, 128, 0, 2000), record(8, 256, 0, 2080)]),
    )
    expect(finding).toMatchObject({
      label: 'd 8, L 1 (1,216 parameters)',
      capacity: '2,080 bits (one seed)',
      bitsPerParam: '1.71',
      growth: 'Doubling the data changed the memorised bits by 4\u202f%: a plateau.',
    })
  })

  it('says least to largest of seeds where no interval is meant, and ± only of intervals', () => {
    const [finding] = modelFindings(seriesOf([record(8, 64, 0, 1000), record(8, 64, 1, 1100)]))
    expect(finding!.capacity).toBe('1,050 bits (1,000 to 1,100 over 2 seeds)')
    expect(seedRange({ mean: 1000, min: 1000, max: 1000, count: 1 })).toBe('(one seed)')
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
    const models = [
      [8, 1216],
      [16, 3968],
      [32, 14_080],
    ] as const
    const runs = models.flatMap(([width, params]) =>
      [0, 1, 2].map((seed) => record(width, 4096, seed, (3 + seed / 100) * params - 200)),
    )
    const line = completeLine(seriesOf(runs))!
    expect(lineSentence(line)).toMatch(
      /^Each further parameter holds 3\.01 ± 0\.02 bits \(95 % interval over 3 seeds/,
    )
    expect(lineSentence(line)).toContain('R² = 1.0000 over 3 models')
    expect(completeLine(seriesOf([record(8, 64, 0, 1)]))).toBeUndefined()
  })

  it('calls nothing straight that only two models lie on', () => {
    const runs = [record(8, 4096, 0, 3000), record(16, 4096, 0, 11_000)]
    const sentence = lineSentence(completeLine(seriesOf(runs))!)
    expect(sentence).toContain('two models always lie on a line')
    expect(sentence).not.toContain('R²')
  })

  it('names steps, recipe and seeds', () => {
    expect(recipeSentence([record(8, 64, 0, 1), record(8, 128, 2, 1)])).toBe(
      '300 steps of AdamW in float32, peak learning rate 0.8/d, every string in every step, seeds 0, 2.',
    )
    const batches = (batch: number) => recipeSentence([{ ...record(8, 64, 0, 1), batch }])
    expect(batches(16)).toContain(', batches of at most 16 strings,')
    expect(batches(1)).toContain(', one string in every step,')
  })
})

it('says float32 only of runs that all trained in it', () => {
  const plain = exampleRecord(exampleTrial())
  const stored = exampleRecord(exampleTrial({ settings: { precision: 'bfloat16-stored' } }))
  expect(recipeSentence([plain])).toContain('AdamW in float32, peak')
  expect(recipeSentence([plain, stored])).toContain('AdamW, peak')
})

it('says what runs trained with unlike the recipe', () => {
  const run = (settings: Record<string, number | string>) => exampleRecord(exampleTrial({ settings }))
  const repeated = run({ schedule: 'constant', beta1: 0.9, initStd: 0.02 })
  expect(recipeSentence([repeated])).toBe(
    '300 steps of AdamW in float32, peak learning rate 0.8/d, constant, β₁ 0.9, initial weights of deviation 0.02, every string in every step, seed 0.',
  )
  expect(recipeSentence([run({}), run({ weightDecay: 0.5 })])).toContain(
    '0.8/d, weight decay 0.01, 0.5, every',
  )
  expect(recipeSentence([run({}), repeated])).toContain('constant in some, β₁ 0.8, 0.9, initial weights')
  // What only its own procedure reads is none of the recipe.
  expect(recipeSentence([run({ knob: 'oneHead' })])).toBe(recipeSentence([run({})]))
})
