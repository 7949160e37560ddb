import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { presetById } from '@/core/sweep/experiment'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { findings } from './findings'
import capacity from './spec'
import { sentences } from './texts'

const planned = capacity.plan(presetById(capacity, 'tiny').config)

/** Bits per token that leave `share` of the data's bits memorised. */
const cost = (share: number) => 4 * (1 - share)
/** Larger data come later to nine tenths; strings are recalled whole below 2 bits of data per parameter. */
const runs = (recall: (trial: Trial) => number): TrialRecord[] =>
  planned.map((trial) => {
    const datasetBits = 32 * trial.datasetSize
    const memorizedBits = 0.5 * datasetBits
    const late = trial.datasetSize > 100
    return exampleRecord(trial, {
      memorizedBits,
      measures: { exactRecall: recall(trial), tokenAccuracy: 0.6 },
      traces: {
        'loss.step': [1, 10, 100, 300],
        'loss.bitsPerToken': [cost(-0.01), cost(late ? 0.3 : 0.48), cost(0.46), cost(0.5)],
      },
    })
  })
const cliff = ({ datasetSize }: Trial) => (datasetSize <= 64 ? 1 : 0)
const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })

describe('convergence', () => {
  /** Ends with 1500 bits at most; `at` a step nine tenths of that are there. */
  const converging = (at: (trial: Trial) => number) =>
    planned.map((trial) => {
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
    const [later] = found(converging(({ datasetSize }) => (datasetSize > 200 ? 300 : 250)))
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
    expect(found(together)[0]).toMatchObject({ verdict: 'differs' })
    const oneKeptStep = converging(({ datasetSize }) => (datasetSize > 200 ? 275 : 250))
    expect(found(oneKeptStep)[0]).toMatchObject({ verdict: 'differs' })
  })

  it('is not told apart where seeds scatter or are few', () => {
    const scattered = converging(({ datasetSize, seed }) => (datasetSize > 200 && seed > 0 ? 300 : 200))
    expect(found(scattered)[0]).toMatchObject({ id: 'convergence', verdict: 'not told apart' })
    const alone = converging(({ datasetSize }) => (datasetSize > 200 ? 300 : 250)).filter(
      ({ seed }) => seed === 0,
    )
    expect(found(alone)[0]).toMatchObject({ verdict: 'not told apart' })
  })

  it('is not reached where only one size is full', () => {
    const small = converging(() => 250).filter(({ datasetSize }) => datasetSize <= 64)
    expect(found(small)[0]).toEqual({ id: 'oneFull', verdict: 'not reached', values: { datasetSize: 64 } })
  })
})

describe('exact recall', () => {
  it('finds the cliff between the last size recalled whole and the first that is not', () => {
    const [, cliffed] = found(runs(cliff))
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
    expect(found(runs(() => 1))[1]).toEqual({
      id: 'noCliff',
      verdict: 'not reached',
      values: { missing: 'larger' },
    })
    expect(found(runs(() => 0))[1]).toMatchObject({ values: { missing: 'smaller' } })
  })

  it('says nothing of records that did not measure it', () => {
    expect(found(runs(cliff).map((record) => ({ ...record, measures: {}, traces: {} })))).toEqual([])
    expect(findings({ runs: [] })).toEqual([])
  })
})

it('has a whole sentence for each', () => {
  for (const finding of [...found(runs(cliff)), ...found(runs(() => 1))])
    expect(sentenceOf(sentences, finding).text).not.toMatch(/NaN|undefined|Infinity/)
})
