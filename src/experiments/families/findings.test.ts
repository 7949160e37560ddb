import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { exampleRecord } from '@/core/testing/example-record'
import { findingOf, UNFILLED, wordsOf } from '@/core/testing/findings'
import { heldBy, seeds, tied, trials } from './example-records'
import { exhibit } from './exhibit'
import experiment from './spec'

const findingsOf = (records: readonly TrialRecord[]) => exhibit.findings({ runs: runsOfRecords(records) })
const heldOf = (records: readonly TrialRecord[]) => findingOf(findingsOf(records), 'held')
const rankingOf = (records: readonly TrialRecord[]) => findingOf(findingsOf(records), 'ranking')
/** Too little data for any family to be full. */
const few = (records: readonly TrialRecord[]) => records.filter(({ datasetSize }) => datasetSize <= 32)

describe('what each family holds', () => {
  it('is in bits per parameter, the most first', () => {
    const { verdict, values } = heldOf(heldBy(trials, 0))
    expect(verdict).toBe('seen')
    expect(values.kinds[0]).toEqual({ family: 'llama', tied: false, perParam: [expect.closeTo(1.6, 9)] })
    expect(values.kinds).toHaveLength(4)
    expect(values.growing).toEqual([])
  })

  it('tells tied embeddings from untied ones', () => {
    const both = experiment.plan(tied!).filter(({ seed }) => seed === 0)
    const { values } = heldOf(both.map((trial) => exampleRecord(trial, { memorizedBits: 100 })))
    expect(values.kinds).toHaveLength(8)
    expect(values.kinds.slice(0, 2)).toMatchObject([
      { family: 'llama', tied: true },
      { family: 'llama', tied: false },
    ])
  })

  it('is a lower bound where families still grow', () => {
    const { verdict, values } = heldOf(few(heldBy(trials, 0)))
    expect(verdict).toBe('not reached')
    expect(values.growing).toHaveLength(4)
  })
})

describe('the ranking', () => {
  it('is told from seeds that agree on a difference', () => {
    const { verdict, values } = rankingOf(heldBy(seeds, 0.01))
    expect(verdict).toBe('seen')
    expect(values).toMatchObject({ most: { family: 'llama' }, layers: [2], steps: [300], isGrowing: false })
    expect(values.decision.effect.mean).toBeCloseTo(1 - 1.51 / 1.61, 3)
  })

  it('compares families seed by seed: what moves all of them alike does not hide a difference', () => {
    expect(rankingOf(heldBy(seeds, 0.1)).verdict).toBe('seen')
  })

  it('is open where seeds move the difference, and for one seed', () => {
    expect(rankingOf(heldBy(seeds, 0, 0.2)).verdict).toBe('not told apart')
    expect(rankingOf(heldBy(trials, 0)).verdict).toBe('not told apart')
  })

  it('picks its ends from all pairs of families, and needs as much more to tell them apart', () => {
    const { values } = rankingOf(heldBy(seeds, 0.01))
    expect(values.decision.effect.comparisons).toBe(6)
    // Three seeds tell the two apart if no other family was run beside them, and not as the ends of four.
    const told = heldBy(seeds, 0, 0.03)
    const pair = told.filter(({ family }) => ['llama', 'phi'].includes(family))
    expect(rankingOf(pair).verdict).toBe('seen')
    expect(rankingOf(told).verdict).toBe('not told apart')
  })

  it('is none where all hold the same', () => {
    const alike = heldBy(seeds, 0).map((record) => {
      const memorizedBits = Math.min(29 * record.datasetSize, 1.5 * record.params)
      return { ...record, memorizedBits, bitsPerParam: memorizedBits / record.params }
    })
    expect(rankingOf(alike).verdict).toBe('no effect')
  })

  it('waits until all have stopped growing', () => {
    const { verdict, values } = rankingOf(few(heldBy(seeds, 0.01)))
    expect(verdict).toBe('not reached')
    expect(values.isGrowing).toBe(true)
  })

  it('is none of one family', () => {
    expect(
      findingsOf(
        heldBy(
          trials.filter(({ family }) => family === 'phi'),
          0,
        ),
      ).map(({ id }) => id),
    ).toEqual(['held'])
  })
})

it('fills every sentence', () => {
  const sweeps = [heldBy(trials, 0), heldBy(seeds, 0.01), heldBy(seeds, 0, 0.2), few(heldBy(seeds, 0.01))]
  for (const finding of sweeps.flatMap(findingsOf))
    expect(wordsOf(exhibit.sentence(finding))).not.toMatch(UNFILLED)
})
