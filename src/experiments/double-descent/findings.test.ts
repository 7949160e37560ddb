import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { findingOf, sentencesOf, UNFILLED } from '@/core/testing/findings'
import { decayRecords, early, falling, peaked, recordsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'
import { type DoubleDescentFinding, findings } from './findings'

const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })
const one = <Id extends DoubleDescentFinding['id']>(records: readonly TrialRecord[], id: Id) =>
  findingOf(found(records), id)

describe('the peak', () => {
  it('is found where it is, in units of what is held whole and of what is held at most', () => {
    const { verdict, values } = one(recordsOf('tiny', peaked), 'peak')
    expect(verdict).toBe('agrees')
    const [peak] = values.peaks
    expect(peak!.loss).toBeCloseTo(20, 0)
    // A little to the left of 92 strings, as 74 is higher than 106.
    expect(peak!.overCapacity).toBeGreaterThan(1.1)
    expect(peak!.overCapacity).toBeLessThan(1.2)
    // 99 % of what they allow lie a little beyond 74 strings, of which all is held.
    expect(values.decision!.effect.mean).toBeCloseTo(Math.log(peak!.overWhole!), 9)
    expect(peak!.overWhole! / peak!.overCapacity).toBeCloseTo(75 / 75.6, 2)
    expect(values.decision!.effect.seeds).toBe(2)
  })

  it('differs where it is not at 1, and is not told apart where seeds disagree', () => {
    expect(one(recordsOf('tiny', early), 'peak').verdict).toBe('differs')
    const split = recordsOf('tiny', (trial) => (trial.seed === 0 ? peaked(trial) : early(trial)))
    expect(one(split, 'peak').verdict).toBe('not told apart')
  })

  it('of one seed is no statement', () => {
    const single = recordsOf('tiny', peaked).filter(({ seed }) => seed === 0)
    expect(one(single, 'peak').verdict).toBe('not told apart')
  })

  it('counts several models of one seed as one seed', () => {
    const single = recordsOf('tiny', peaked).filter(({ seed }) => seed === 0)
    const larger = single.map((record) => ({ ...record, params: 2 * record.params }))
    const peak = one([...single, ...larger], 'peak')
    expect(peak).toMatchObject({ verdict: 'not told apart', values: { decision: { effect: { seeds: 1 } } } })
    expect(one([...single, ...larger], 'descent')).toMatchObject({
      verdict: 'not told apart',
      values: { after: [3.5], belowGuessing: { effect: { seeds: 1 } } },
    })
  })

  it('is not placed on a grid that is too coarse', () => {
    const coarse = recordsOf('quick', peaked).filter(({ datasetSize }) => [29, 92, 487].includes(datasetSize))
    const { verdict, values } = one(coarse, 'peak')
    expect(verdict).toBe('not reached')
    expect(values).toMatchObject({ decision: undefined, doubt: 'coarse' })
    expect(values.peaks[0]!.gap).toBeCloseTo(487 / 29, 9)
  })

  it('has no place where no data are held whole, or all are', () => {
    const shares = recordsOf('tiny', peaked)
    for (const share of [0.9, 1]) {
      const records = shares.map((record) => ({ ...record, memorizedBits: share * record.ceilingBits }))
      expect(one(records, 'peak')).toMatchObject({
        verdict: 'not reached',
        values: { doubt: 'whole unknown' },
      })
    }
  })

  it('is not claimed where the data do not show it in most seeds', () => {
    const rising = ({ datasetSize }: Trial) => datasetSize
    const none = {
      id: 'peak',
      verdict: 'not reached',
      values: { peaks: [], decision: undefined, doubt: undefined },
    }
    expect(found(recordsOf('tiny', rising))).toEqual([none])
    const half = recordsOf('tiny', (trial) => (trial.seed === 0 ? peaked(trial) : rising(trial)))
    expect(found(half)).toEqual([none])
  })
})

describe('the second descent', () => {
  it('ends below guessing and below every loss before the peak', () => {
    const { verdict, values } = one(recordsOf('tiny', peaked), 'descent')
    expect(verdict).toBe('seen')
    expect(values).toMatchObject({ before: [9, 9], after: [3.5, 3.5], guessing: 4 })
    expect(values.entropy).toBeCloseTo(2.5, 9)
  })

  it('is not reached above guessing, nor above a loss before the peak', () => {
    const high = one(
      recordsOf('tiny', (trial) => peaked(trial) + 2),
      'descent',
    )
    expect(high.verdict).toBe('not reached')
    expect(high.values.belowGuessing.verdict).toBe('differs')
    const low = one(
      recordsOf('tiny', (trial) => (trial.datasetSize < 58 ? 3.2 : peaked(trial))),
      'descent',
    )
    expect(low.verdict).toBe('not reached')
    expect(low.values.belowBefore.verdict).toBe('differs')
  })

  it('is open where seeds end on both sides of guessing', () => {
    const scattered = recordsOf('tiny', (trial) => peaked(trial) + (trial.seed === 0 ? 0.6 : 0))
    expect(one(scattered, 'descent').verdict).toBe('not told apart')
  })

  it('is over-confidence that passes where there is nothing to learn', () => {
    const uniform = recordsOf('tiny', peaked).map((record) => ({
      ...record,
      heldoutMemorizedBits: (4 - record.heldoutBitsPerToken) * 256 * 16,
    }))
    expect(one(uniform, 'overconfidence')).toMatchObject({
      verdict: 'seen',
      values: { after: [3.5, 3.5], guessing: 4 },
    })
  })
})

describe('weight decay', () => {
  it('is held against the recipe’s peak, seed by seed', () => {
    const gone = one(decayRecords(falling), 'decay')
    expect(gone.verdict).toBe('agrees')
    expect(gone.values).toMatchObject({ decay: 0.5, recipe: [20, 20], kept: [1, 1] })
    expect(gone.values.atPeak[0]).toBeCloseTo(6 - 92 / 200, 9)
    const lower = one(
      decayRecords((trial) => peaked(trial) / 2),
      'decay',
    )
    expect(lower).toMatchObject({ verdict: 'differs', values: { highest: [10, 10] } })
  })

  it('leaves open what seeds disagree on', () => {
    const split = decayRecords((trial) => (trial.seed === 0 ? falling(trial) : peaked(trial) / 2))
    expect(one(split, 'decay').verdict).toBe('not told apart')
  })

  it('alone has no peak, or one; that is not the same as one that was not reached', () => {
    const alone = (test: (trial: Trial) => number) =>
      decayRecords(test).filter(({ settings }) => settings.weightDecay)
    expect(found(alone(falling))).toEqual([
      {
        id: 'decayAlone',
        verdict: 'seen',
        values: {
          decay: 0.5,
          losses: {
            first: [5.855, 5.855],
            highest: [5.855, 5.855],
            last: [6 - 487 / 200, 6 - 487 / 200],
          },
          hasPeak: false,
        },
      },
    ])
    expect(one(alone(peaked), 'decayAlone').values.hasPeak).toBe(true)
    const size = alone(falling).filter(({ datasetSize }) => datasetSize === 92)
    expect(one(size, 'decayAlone')).toMatchObject({ verdict: 'not reached', values: { losses: undefined } })
  })
})

const modelRecords = (held: (params: number) => number, test: (trial: Trial) => number) =>
  trialsOf('models').map((trial) =>
    exampleRecord(trial, {
      datasetBits: 16_000,
      ceilingBits: 13_000,
      memorizedBits: 13_000 * held(trial.params),
      heldoutBitsPerToken: test(trial) + trial.seed,
    }),
  )
const humped = ({ params }: Trial) => ({ 4380: 8, 7376: 18, 27040: 12 })[params] ?? 3.5

describe('by model', () => {
  it('the peak is at the smallest that holds its strings, or not', () => {
    const holds = one(
      modelRecords((params) => (params < 5000 ? 0.6 : 0.99), humped),
      'models',
    )
    expect(holds).toMatchObject({
      verdict: 'seen',
      values: { top: { params: 7376, test: [18, 19] }, isFirstToHold: true },
    })
    expect(holds.values.top!.held).toBeCloseTo(0.99, 9)
    expect(holds.values.fullBitsPerParam).toBeCloseTo((13_000 * 0.6) / 4380, 9)
    const empty = one(
      modelRecords(() => 0.1, humped),
      'models',
    )
    expect(empty.values).toMatchObject({ top: { params: 7376 }, isFirstToHold: false })
  })

  it('there is none where the largest model is the worst', () => {
    const rising = one(
      modelRecords(
        () => 0.5,
        ({ params }) => params,
      ),
      'models',
    )
    expect(rising).toMatchObject({ verdict: 'not reached', values: { top: undefined } })
  })
})

it('has words for every finding', () => {
  const single = (records: readonly TrialRecord[]) => records.filter(({ seed }) => seed === 0)
  for (const records of [
    recordsOf('tiny', peaked),
    single(recordsOf('tiny', peaked)),
    recordsOf('tiny', ({ datasetSize }) => datasetSize),
    recordsOf('tiny', (trial) => peaked(trial) + (trial.seed === 0 ? 0.6 : 0)),
    recordsOf('quick', peaked).filter(({ datasetSize }) => [29, 92, 487].includes(datasetSize)),
    recordsOf('tiny', peaked).map((record) => ({ ...record, memorizedBits: record.ceilingBits })),
    recordsOf('tiny', early),
    decayRecords(falling),
    single(decayRecords(falling)),
    decayRecords((trial) => peaked(trial) / 2),
    decayRecords(falling).filter(({ settings }) => settings.weightDecay),
    modelRecords((params) => (params < 5000 ? 0.6 : 0.99), humped),
    modelRecords(
      () => 0.5,
      ({ params }) => params,
    ),
  ]) {
    const said = sentencesOf(exhibit, runsOfRecords(records))
    expect(said.length).toBeGreaterThan(0)
    for (const sentence of said) expect(sentence).not.toMatch(UNFILLED)
  }
  expect(found([])).toEqual([])
})
