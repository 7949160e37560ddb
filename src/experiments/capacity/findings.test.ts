import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { joinRuns, runsOfRecords } from '@/core/runs/run'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { findingOf, sentencesOf, UNFILLED } from '@/core/testing/findings'
import { cliff, cost, planned, recordsOf } from './example-records'
import { exhibit } from './exhibit'
import { findings } from './findings'
import capacity from './spec'
import { sentences } from './texts'

const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })

describe('convergence', () => {
  /** Ends with 1500 bits at most; `at` a step nine tenths of that are there. */
  const converging = (at: (trial: Trial) => number, trials = planned) =>
    trials.map((trial) => {
      const datasetBits = 32 * trial.datasetSize
      const memorizedBits = Math.min(0.99 * datasetBits, 1500)
      const share = memorizedBits / datasetBits
      const steps = [1, 100, 200, 250, 275, 300]
      return exampleRecord(trial, {
        memorizedBits,
        traces: {
          'loss.step': steps,
          'loss.bitsPerToken': steps.map((step) => cost(step < at(trial) ? 0.5 * share : share)),
        },
      })
    })

  it('compares only sizes that end at the same bits, and says which', () => {
    const later = findingOf(
      found(converging(({ datasetSize }) => (datasetSize > 200 ? 300 : 250))),
      'convergence',
    )
    expect(later).toMatchObject({
      id: 'convergence',
      verdict: 'agrees',
      values: {
        smallest: { datasetSize: 64, bits: 1500, steps: [250, 250, 250] },
        largest: { datasetSize: 256, bits: 1500, steps: [300, 300, 300] },
        later: { mean: expect.closeTo(0.2, 9), seeds: 3 },
      },
    })
  })

  it('differs where they come there together, and where larger data take no more than a kept step longer', () => {
    const together = converging(({ datasetSize }) => (datasetSize < 64 ? 1 : 275))
    expect(findingOf(found(together), 'convergence')).toMatchObject({ verdict: 'differs' })
    const oneKeptStep = converging(({ datasetSize }) => (datasetSize > 200 ? 275 : 250))
    expect(findingOf(found(oneKeptStep), 'convergence')).toMatchObject({ verdict: 'differs' })
  })

  it('asks for more where a longer run keeps its steps farther apart', () => {
    const long = capacity.plan({ ...presetById(capacity, 'tiny').config, steps: 3000 })
    const later = converging(({ datasetSize }) => (datasetSize > 200 ? 300 : 250), long)
    expect(findingOf(found(later), 'convergence')).toMatchObject({
      verdict: 'differs',
      values: { later: { mean: expect.closeTo(0.2, 9) } },
    })
  })

  it('is not told apart where seeds scatter or are few', () => {
    const scattered = converging(({ datasetSize, seed }) => (datasetSize > 200 && seed > 0 ? 300 : 200))
    expect(findingOf(found(scattered), 'convergence')).toMatchObject({ verdict: 'not told apart' })
    const alone = converging(({ datasetSize }) => (datasetSize > 200 ? 300 : 250)).filter(
      ({ seed }) => seed === 0,
    )
    expect(findingOf(found(alone), 'convergence')).toMatchObject({ verdict: 'not told apart' })
  })

  it('is not reached where only one size is full', () => {
    const small = converging(() => 250).filter(({ datasetSize }) => datasetSize <= 64)
    expect(findingOf(found(small), 'oneFull')).toEqual({
      id: 'oneFull',
      verdict: 'not reached',
      values: { datasetSize: 64 },
    })
  })
})

describe('exact recall', () => {
  it('finds the cliff between the last size recalled whole and the first that is not', () => {
    const cliffed = findingOf(found(recordsOf(cliff)), 'cliff')
    // 64 and 128 strings of 32 bits on 1,216 parameters.
    expect(cliffed).toMatchObject({
      id: 'cliff',
      verdict: 'seen',
      values: {
        whole: { recall: 1, ratio: expect.closeTo((64 * 32) / 1216, 9) },
        gone: { recall: 0, ratio: expect.closeTo((128 * 32) / 1216, 9) },
        held: Array(3).fill(expect.closeTo((64 * 32) / 1216, 9)),
      },
    })
  })

  it('claims no cliff that was not reached', () => {
    expect(findingOf(found(recordsOf(() => 1)), 'noCliff')).toEqual({
      id: 'noCliff',
      verdict: 'not reached',
      values: { missing: 'larger' },
    })
    expect(findingOf(found(recordsOf(() => 0)), 'noCliff')).toMatchObject({ values: { missing: 'smaller' } })
  })

  it('says nothing of records that did not measure it', () => {
    const bare = found(recordsOf(cliff).map((record) => ({ ...record, measures: {}, traces: {} })))
    expect(bare.map(({ id }) => id)).toEqual(['capacity', 'noLine'])
    expect(findings({ runs: [] })).toEqual([])
  })
})

/** A model of so wide layers that has memorised so many bits of so many strings. */
const held = (width: number, datasetSize: number, seed: number, memorizedBits: number) =>
  exampleRecord(exampleTrial({ width, datasetSize, seed }), { memorizedBits })

describe('capacity', () => {
  /** Bits of the first size, and of one twice as large in each seed. */
  const growing = (before: number, after: readonly number[]) =>
    found(after.flatMap((bits, seed) => [held(8, 64, seed, before), held(8, 128, seed, bits)]))

  it('is the most bits of any size, for each seed', () => {
    expect(findingOf(growing(1000, [1010, 990, 1005]), 'capacity')).toMatchObject({
      verdict: 'agrees',
      values: {
        label: 'd 8, L 1',
        params: 1216,
        bits: [1010, 1000, 1005],
        growth: { times: 2, effect: { mean: expect.closeTo(0.005 / 3, 9), seeds: 3 } },
        isOnly: true,
      },
    })
  })

  it.each([
    ['agrees', [1000, 1010, 1020]],
    ['not reached', [1300, 1310, 1320]],
    ['differs', [700, 710, 720]],
    ['not told apart', [1000, 1100, 1200]],
    ['not told apart', [1000]],
  ] as const)('%s where 1,000 bits become %j', (verdict, after) => {
    expect(findingOf(growing(1000, after), 'capacity')).toMatchObject({ verdict })
  })

  it('says once that sizes are too few to tell a plateau', () => {
    const few = found([8, 16, 32].map((width) => held(width, 64, 0, 100 * width)))
    expect(few.map(({ id, verdict }) => [id, verdict])).toEqual([
      ...Array(3).fill(['capacity', 'seen']),
      ['oneSize', 'not reached'],
      ['line', 'seen'],
    ])
  })

  it('says nothing of growth from nothing', () => {
    expect(findingOf(growing(-3, [100]), 'capacity').values.growth).toBeUndefined()
  })
})

describe('the line over models', () => {
  it('is fitted with its interval over seeds', () => {
    const models = [
      [8, 1216],
      [16, 3968],
      [32, 14_080],
    ] as const
    const records = models.flatMap(([width, params]) =>
      [0, 1, 2].map((seed) => held(width, 4096, seed, (3 + seed / 100) * params - 200)),
    )
    expect(findingOf(found(records), 'line').values).toMatchObject({
      slope: expect.closeTo(3.01, 9),
      intercept: expect.closeTo(-200, 6),
      slopeInterval: expect.closeTo(0.0248, 3),
      models: 3,
      seeds: 3,
    })
  })

  it('counts models whose runs have all finished alone', () => {
    const trials = [8, 16].flatMap((width) => [0, 1].map((seed) => exampleTrial({ width, seed })))
    const finished = new Map(trials.slice(0, 3).map((trial) => [trial.key, exampleRecord(trial)]))
    expect(findingOf(findings({ runs: joinRuns(trials, finished) }), 'noLine').values).toEqual({ sizes: 2 })
  })
})

it('has a whole sentence for each', () => {
  const lines = [8, 16].map((width) => held(width, 64, 0, 100 * width))
  for (const records of [recordsOf(cliff), recordsOf(() => 1), lines, [...lines, held(32, 64, 0, 9000)]]) {
    for (const text of sentencesOf(exhibit, runsOfRecords(records))) expect(text).not.toMatch(UNFILLED)
  }
})

it('calls nothing straight that only two models lie on', () => {
  const lineText = (widths: readonly number[]) => {
    const line = findingOf(found(widths.map((width) => held(width, 64, 0, 100 * width))), 'line')
    return sentenceOf(sentences, line).text
  }
  expect(lineText([8, 16])).not.toContain('R²')
  expect(lineText([8, 16, 32])).toContain('R² =')
})
