import { describe, expect, it } from 'vitest'
import { ASSUMED_BITS_PER_PARAM } from '@/core/metrics/assumed-capacity'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { findingOf, sentencesOf, UNFILLED, verdictsOf } from '@/core/testing/findings'
import { cliff, recordsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'
import { type ExtractionFinding, findings } from './findings'

const seeds = trialsOf('tiny', { seeds: [0, 1, 2] })
const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })
const verdicts = (records: readonly TrialRecord[]) => verdictsOf(found(records))
const one = <Id extends ExtractionFinding['id']>(records: readonly TrialRecord[], id: Id) =>
  findingOf(found(records), id)
const near = (value: number) => expect.closeTo(value, 9)

describe('extraction', () => {
  it('finds the cliff, what a longer prefix buys, and that membership outlives it', () => {
    const records = recordsOf(seeds, cliff, () => 0.99)
    expect(verdicts(records)).toEqual({ cliff: 'seen', order: 'agrees', prefix: 'seen', newStrings: 'seen' })
    expect(one(records, 'cliff').values).toEqual({
      about: '',
      prefix: 4,
      whole: near(1),
      lost: [near(2), near(2), near(2)],
      most: { x: near(16), recalls: [0, 0, 0] },
    })
    expect(one(records, 'order').values).toMatchObject({
      dies: [near(16), near(16), near(16)],
      outlives: 3,
      most: { aucs: [0.99, 0.99, 0.99] },
      decision: { effect: { mean: near(Math.log(8)), seeds: 3 } },
    })
    expect(one(records, 'prefix').values).toMatchObject({
      few: { prefix: 3, lost: Array(3).fill(near(Math.SQRT2)) },
      many: { prefix: 6, lost: Array(3).fill(near(2)) },
    })
    expect(one(records, 'newStrings').values.most).toBe(0.004)
  })

  it('places its sizes where the figure does while a sweep has not ended', () => {
    const all = runsOfRecords(recordsOf(seeds, cliff, () => 0.99))
    const { params, datasetSize } = all.at(-1)!.trial
    const stopped = all.map((run) =>
      run.trial.datasetSize < datasetSize ? run : { state: 'planned' as const, trial: run.trial },
    )
    const { values } = findingOf(findings({ runs: stopped }), 'cliff')
    const most = Math.max(...all.map(({ trial }) => trial.datasetSize).filter((size) => size < datasetSize))
    const last = all.find(({ trial }) => trial.datasetSize === most)!
    expect(values.most.x).toBeCloseTo(last.record.datasetBits / (ASSUMED_BITS_PER_PARAM * params), 9)
  })

  it('calls no data whole beyond a size that was not', () => {
    const dip = (x: number, prefix: number) => (x === 0.5 ? 0.9 : cliff(x, prefix))
    expect(
      one(
        recordsOf(seeds, dip, () => 0.99),
        'cliff',
      ).values.whole,
    ).toBeCloseTo(0.25, 9)
  })

  it('says so where membership dies first, also before the least data', () => {
    for (const last of [1.2, 0]) {
      const order = one(
        recordsOf(seeds, cliff, (x) => (x > last ? 0.5 : 1)),
        'order',
      )
      expect(order.verdict).toBe('differs')
      expect(order.values.outlives).toBe(0)
    }
  })

  it('leaves open what seeds disagree on, and what one seed alone has shown', () => {
    const disagree = recordsOf(seeds, cliff, (x, seed) => (x > (seed === 0 ? 1 : 8) ? 0.5 : 1))
    expect(verdicts(disagree).order).toBe('not told apart')
    expect(verdicts(recordsOf(trialsOf('tiny'), cliff, () => 0.99)).order).toBe('not told apart')
  })

  it('claims no cliff where recall never was whole, or never fell', () => {
    for (const recall of [() => 0.4, () => 1]) {
      const records = recordsOf(seeds, recall, () => 1)
      expect(verdicts(records)).toEqual({ cliff: 'not reached', newStrings: 'seen' })
    }
    expect(found([])).toEqual([])
  })

  it('has words for each of them', () => {
    for (const records of [
      recordsOf(seeds, cliff, () => 0.99),
      recordsOf(seeds, cliff, (x) => (x > 3 ? 0.5 : 1)),
      recordsOf(trialsOf('tiny'), cliff, () => 0.99),
      recordsOf(
        seeds,
        () => 1,
        () => 1,
      ),
    ]) {
      for (const sentence of sentencesOf(exhibit, runsOfRecords(records)))
        expect(sentence).not.toMatch(UNFILLED)
    }
  })
})
