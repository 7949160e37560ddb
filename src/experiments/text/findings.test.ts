import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstConfig } from '@/core/testing/example-record'
import { findingOf, sentencesOf, UNFILLED } from '@/core/testing/findings'
import { exhibit } from './exhibit'
import { findings } from './findings'
import experiment from './spec'

const tiny = firstConfig(experiment, 'tiny')
const seeds = experiment.plan({ ...tiny, seeds: [0, 1, 2] })

/** @param bits memorised of the i-th of seven sizes. */
const recordsOf = (
  bits: (i: number, seed: number) => number,
  trials: readonly Trial[] = seeds,
  measures: TrialRecord['measures'] = { referenceTestBitsPerToken: 2.5, heldoutClippedBitsPerString: 0.3 },
): TrialRecord[] =>
  trials.map((trial) =>
    exampleRecord(trial, {
      memorizedBits: bits(Math.log2(trial.datasetSize / 16), trial.seed),
      heldoutBitsPerToken: 3,
      measures,
    }),
  )
const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })
const peakOf = (records: readonly TrialRecord[]) => findingOf(found(records), 'peak')

const humped = (i: number, seed: number): number => [500, 900, 1600, 1500, 1000, 500, 300][i]! + 10 * seed

describe('memorisation of text', () => {
  it('rises and falls where it does both in every seed by more than chance', () => {
    const { verdict, values } = peakOf(recordsOf(humped))
    expect(verdict).toBe('agrees')
    expect(values.top).toEqual({ strings: 64, bits: [1600, 1610, 1620].map((bits) => bits / 1536) })
    expect(values.last.strings).toBe(1024)
    expect(values.rise!.effect.mean).toBeCloseTo(1 - 510 / 1610, 3)
    expect(values.fall!.effect.mean).toBeCloseTo(1 - 310 / 1610, 3)
  })

  it('counts what new strings show by chance, where it was measured', () => {
    const { last } = peakOf(recordsOf(() => 900)).values
    expect(last.floor).toEqual(Array(3).fill(expect.closeTo((0.3 * 1024) / 1536, 12)))
    expect(last.net).toEqual(Array(3).fill(expect.closeTo((900 - 0.3 * 1024) / 1536, 12)))
    const older = peakOf(recordsOf(() => 900, seeds, { referenceTestBitsPerToken: 2.5 }))
    expect(older.values.last).toMatchObject({ floor: undefined, net: undefined })
  })

  it('is not covered by data that show one of both', () => {
    for (const bits of [(i: number) => 100 * (i + 1), (i: number) => 1000 - 100 * i]) {
      expect(peakOf(recordsOf(bits))).toMatchObject({
        verdict: 'not reached',
        values: { rise: undefined, fall: undefined },
      })
    }
  })

  it('does not fall where it stays on a plateau', () => {
    const plateau = (i: number, seed: number) => [500, 900, 1600, 1600, 1590, 1590, 1580][i]! + 10 * seed
    expect(peakOf(recordsOf(plateau)).verdict).toBe('no effect')
  })

  it('is told neither by one seed, nor by seeds that disagree', () => {
    expect(peakOf(recordsOf(humped, experiment.plan(tiny))).verdict).toBe('not told apart')
    const split = (i: number, seed: number) => humped(i, seed) + (i === 6 && seed === 1 ? 1200 : 0)
    expect(peakOf(recordsOf(split)).verdict).toBe('not told apart')
  })

  it('is told model by model, with the loss on new text', () => {
    const both = [...seeds, ...experiment.plan({ ...tiny, width: [16], heads: [4] })]
    const ids = found(recordsOf(humped, both)).map(({ id, values }) => [id, values.about])
    expect(ids).toEqual([
      ['peak', ', 1,536 parameters'],
      ['testPeak', ', 1,536 parameters'],
      ['loss', ', 1,536 parameters'],
      ['peak', ', 4,608 parameters'],
      ['testPeak', ', 4,608 parameters'],
      ['loss', ', 4,608 parameters'],
    ])
    expect(findingOf(found(recordsOf(humped)), 'loss').values).toEqual({
      about: '',
      strings: 1024,
      bitsPerCharacter: [3, 3, 3],
      reference: [2.5, 2.5, 2.5],
    })
    expect(found([])).toEqual([])
    expect(found(recordsOf(humped).slice(0, 1))).toEqual([])
  })

  it('has a second descent where new text costs most in the middle', () => {
    const costing = (losses: readonly number[]) =>
      recordsOf(humped).map((record) => ({
        ...record,
        heldoutBitsPerToken: losses[Math.log2(record.datasetSize / 16)]! + record.seed / 100,
      }))
    const peaked = findingOf(found(costing([17, 20, 24, 25, 9, 4, 3])), 'testPeak')
    expect(peaked).toMatchObject({ verdict: 'agrees', values: { strings: 128 } })
    expect(peaked.values.rise!.effect.mean).toBeCloseTo(Math.log(25.01 / 17.01), 3)
    expect(findingOf(found(costing([24.9, 25, 24, 23, 9, 4, 3])), 'testPeak').verdict).toBe('no effect')
    expect(findingOf(found(costing([7, 6, 5, 4, 3, 3, 3])), 'testPeak').verdict).toBe('not reached')
    for (const sentence of sentencesOf(exhibit, runsOfRecords(costing([17, 20, 24, 25, 9, 4, 3]))))
      expect(sentence).not.toMatch(UNFILLED)
  })

  it('has words for all of it', () => {
    for (const records of [
      recordsOf(humped),
      recordsOf(humped, experiment.plan(tiny)),
      recordsOf((i) => 100 * (i + 1), seeds, { referenceTestBitsPerToken: 2.5 }),
    ]) {
      for (const sentence of sentencesOf(exhibit, runsOfRecords(records)))
        expect(sentence).not.toMatch(UNFILLED)
    }
  })
})
