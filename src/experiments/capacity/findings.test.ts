import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { joinRuns, runsOfRecords } from '@/core/runs/run'
import { presetById } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { findingOf, sentencesOf, UNFILLED } from '@/core/testing/findings'
import { cliff, cost, equalSteps, recordsOf } from './example-records'
import { exhibit } from './exhibit'
import { findings } from './findings'
import capacity from './spec'
import { sentences } from './texts'

const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })

describe('convergence', () => {
  /** Ends with 1500 bits at most; `at` a step most of them are there. */
  const converging = (at: (trial: Trial) => number, config: ConfigValues = equalSteps) =>
    capacity.plan(config).map((trial) => {
      const datasetBits = 32 * trial.datasetSize
      const memorizedBits = Math.min(0.99 * datasetBits, 1500)
      const share = memorizedBits / datasetBits
      const reached = at(trial)
      const curve = [cost(0), cost(0), cost(share), cost(share)]
      const steps = [1, 0.999 * reached, reached, 300]
      return exampleRecord(trial, {
        memorizedBits,
        traces: {
          'loss.step': steps,
          'loss.bitsPerToken': curve,
          'whole.step': steps,
          'whole.bitsPerToken': curve,
        },
      })
    })

  it('compares only sizes that end at about the same bits, at a level that all reach', () => {
    const later = findingOf(
      found(converging(({ datasetSize }) => (datasetSize > 200 ? 288 : 240))),
      'convergence',
    )
    expect(later).toMatchObject({
      verdict: 'agrees',
      values: {
        level: 1350,
        smallest: { datasetSize: 64, bits: 1500, steps: Array(3).fill(expect.closeTo(240, 0)) },
        largest: { datasetSize: 256, bits: 1500, steps: Array(3).fill(expect.closeTo(288, 0)) },
        later: { mean: expect.closeTo(0.2, 3), seeds: 3 },
      },
    })
  })

  it('compares no runs whose steps see unlike data, or which all come to rest in the end', () => {
    const late = ({ datasetSize }: Trial) => (datasetSize > 200 ? 288 : 240)
    const tried = (config: ConfigValues) => findingOf(found(converging(late, config)), 'unequalSteps')
    expect(tried({ ...equalSteps, batch: 0, schedule: 'cosine' })).toEqual({
      id: 'unequalSteps',
      verdict: 'not reached',
      values: { unequalBatch: true, comesToRest: true },
    })
    expect(tried({ ...equalSteps, batch: 0 }).values).toEqual({ unequalBatch: true, comesToRest: false })
    expect(tried({ ...equalSteps, schedule: 'cosine' }).values).toEqual({
      unequalBatch: false,
      comesToRest: true,
    })
  })

  it('differs where they come there together, and where larger data take hardly longer', () => {
    const together = converging(({ datasetSize }) => (datasetSize < 64 ? 2 : 275))
    expect(findingOf(found(together), 'convergence')).toMatchObject({ verdict: 'differs' })
    const hardly = converging(({ datasetSize }) => (datasetSize > 200 ? 264 : 240))
    expect(findingOf(found(hardly), 'convergence')).toMatchObject({ verdict: 'differs' })
  })

  it('is not told apart where seeds scatter or are few', () => {
    const scattered = converging(({ datasetSize, seed }) => (datasetSize > 200 && seed > 0 ? 290 : 200))
    expect(findingOf(found(scattered), 'convergence')).toMatchObject({ verdict: 'not told apart' })
    const alone = converging(({ datasetSize }) => (datasetSize > 200 ? 290 : 240), {
      ...equalSteps,
      seeds: [0],
    })
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

it('holds a model of the paper’s own shape beside what the paper’s held', () => {
  const values = { ...presetById(capacity, 'paper').config, datasetSizes: [512] }
  const records = capacity
    .plan(values)
    .map((trial) => exampleRecord(trial, { memorizedBits: 3 * trial.params }))
  expect(findingOf(found(records), 'paperRow')).toEqual({
    id: 'paperRow',
    verdict: 'seen',
    values: { held: [3], steps: 1000, paper: { float32: 4.23, bfloat16: 3.93 } },
  })
  const untied = capacity.plan({ ...values, tied: false }).map((trial) => exampleRecord(trial))
  expect(found(untied).map(({ id }) => id)).not.toContain('paperRow')
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
    expect(bare.map(({ id }) => id)).toEqual(['capacity', 'noLine', 'unequalSteps'])
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
        label: '1,216 parameters',
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
      ['line', 'seen'],
      ...Array(3).fill(['capacity', 'seen']),
      ['oneSize', 'not reached'],
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
