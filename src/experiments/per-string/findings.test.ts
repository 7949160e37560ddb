import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { findingOf, sentencesOf, UNFILLED, verdictsOf } from '@/core/testing/findings'
import { recordsOf } from './example-records'
import { exhibit } from './exhibit'
import { findings, type PerStringFinding } from './findings'

const found = (records: readonly TrialRecord[]) => findings({ runs: runsOfRecords(records) })
const verdicts = (records: readonly TrialRecord[]) => verdictsOf(found(records))
const one = <Id extends PerStringFinding['id']>(records: readonly TrialRecord[], id: Id) =>
  findingOf(found(records), id)

describe('which strings are kept', () => {
  it('says what is kept, of which strings, and how canaries are exposed', () => {
    const records = recordsOf('tiny')
    expect(verdicts(records)).toEqual({
      kept: 'seen',
      rareness: 'agrees',
      training: 'seen',
      exposure: 'agrees',
    })
    expect(one(records, 'kept').values).toEqual({
      about: '',
      trained: [2, 2, 2],
      unseen: [-6, -6, -6],
      keptShare: [0.25, 0.25, 0.25],
    })
    expect(one(records, 'rareness').values).toMatchObject({
      rare: [4, 4, 4],
      common: [1, 1, 1],
      decision: { effect: { mean: 3, seeds: 3 } },
    })
    expect(one(records, 'training').values).toMatchObject({ rare: [10, 10, 10], common: [7, 7, 7] })
    expect(one(records, 'exposure').values).toMatchObject({
      fewest: { copies: 1, bits: [3, 3, 3] },
      most: { copies: 64, bits: [10, 10, 10] },
      leadsFrom: 16,
      boundBits: 10,
      decision: { effect: { mean: 7 } },
    })
  })

  it('claims no rareness that seeds disagree on, that is too small, or that one seed alone has shown', () => {
    const rareness = (gain: (seed: number) => number) => one(recordsOf('tiny', { gain }), 'rareness')
    expect(rareness((seed) => (seed === 0 ? 2 : -2)).verdict).toBe('not told apart')
    expect(rareness(() => -2).verdict).toBe('differs')
    expect(rareness((seed) => 0.02 * seed).verdict).toBe('no effect')
    expect(one(recordsOf('tiny').slice(0, 1), 'rareness').verdict).toBe('not told apart')
  })

  it('counts strings below 0 as 0 where all runs measured that, as the paper does', () => {
    const clip = (record: TrialRecord): TrialRecord => ({
      ...record,
      measures: { ...record.measures, rareClippedBits: 6, commonClippedBits: 2 },
    })
    const [first, ...rest] = recordsOf('tiny')
    expect(one([first!, ...rest].map(clip), 'rareness').values).toMatchObject({
      isClipped: true,
      rare: [6, 6, 6],
      common: [2, 2, 2],
      decision: { effect: { mean: 4 } },
    })
    expect(one([first!, ...rest.map(clip)], 'rareness').values).toMatchObject({
      isClipped: false,
      rare: [4, 4, 4],
    })
  })

  it('says how many seeds would tell', () => {
    const { verdict, values } = one(recordsOf('tiny', { gain: (seed) => 1 + seed }), 'rareness')
    expect(verdict).toBe('not told apart')
    expect(values.decision.seedsNeeded).toBe(4)
  })

  it('takes the bits themselves for the verdict, not what membership adds', () => {
    const worse = recordsOf('tiny', { gain: () => -0.6 }).map((record) => ({
      ...record,
      measures: { ...record.measures, heldoutRareBits: -9 },
    }))
    expect(verdicts(worse).rareness).toBe('differs')
    const { rare, common } = one(worse, 'training').values
    expect(rare).toEqual(Array(3).fill(expect.closeTo(9.4, 9)))
    expect(common).toEqual([7, 7, 7])
  })

  it('claims no exposure that does not grow, or whose growth could not show', () => {
    const exposure = (shown: (copies: number) => number) =>
      one(recordsOf('tiny', { exposure: shown }), 'exposure')
    expect(exposure(() => 1.5)).toMatchObject({ verdict: 'no effect', values: { leadsFrom: undefined } })
    const atOnce = exposure((copies) => Math.min(10, 8 + copies))
    expect(atOnce).toMatchObject({ verdict: 'not reached', values: { decision: undefined } })
    const seeds = recordsOf('tiny', { exposure: (copies, seed) => (copies > 4 ? 3 + 3 * seed : 3) })
    expect(one(seeds, 'exposure').verdict).toBe('not told apart')
  })

  it('says from how many times on a canary leads only where it stays ahead', () => {
    const dip = (copies: number) => (copies === 16 ? 6 : Math.min(10, 6 * copies))
    expect(one(recordsOf('tiny', { exposure: dip }), 'exposure').values.leadsFrom).toBe(64)
    const lost = one(recordsOf('tiny', { exposure: (copies) => (copies > 4 ? 9 : 10) }), 'exposure')
    expect(lost).toMatchObject({ verdict: 'not reached', values: { leadsFrom: undefined } })
  })

  it('counts copies where copies are planted, and names sizes where there are several', () => {
    expect(one(recordsOf('copies'), 'copies')).toMatchObject({
      verdict: 'seen',
      values: {
        fewest: { copies: 1, bits: [15, 15] },
        most: { copies: 16, bits: [50, 50] },
        gain: { mean: 35, seeds: 2 },
      },
    })
    const abouts = found(recordsOf('quick')).map(({ values }) => values.about)
    expect(abouts).toEqual([...Array(4).fill('487 strings'), ...Array(4).fill('974 strings')])
    expect(found([])).toEqual([])
  })

  it('says nothing of measures that the records of a file lack, and has words for the rest', () => {
    const lacking = (preset: string, ...names: readonly string[]) =>
      recordsOf(preset).map(({ measures, ...record }) => ({
        ...record,
        measures: Object.fromEntries(
          Object.entries(measures).filter(([name]) => !names.some((start) => name.startsWith(start))),
        ),
      }))
    const told = (preset: string, ...names: readonly string[]) => {
      const records = lacking(preset, ...names)
      for (const sentence of sentencesOf(exhibit, runsOfRecords(records)))
        expect(sentence).not.toMatch(UNFILLED)
      return Object.keys(verdicts(records))
    }
    const ofTiny = ['kept', 'rareness', 'training', 'exposure']
    const without = (id: string) => ofTiny.filter((other) => other !== id)
    expect(told('tiny', 'exposureBits')).toEqual(without('exposure'))
    expect(told('tiny', 'exposureBoundBits')).toEqual(without('exposure'))
    expect(told('tiny', 'exposureBits64')).toEqual(without('exposure'))
    expect(told('tiny', 'exposureBits16'), 'neither end').toEqual(ofTiny)
    expect(told('tiny', 'keptShare')).toEqual(without('kept'))
    expect(told('tiny', 'heldoutRareBits')).toEqual(without('training'))
    expect(told('copies', 'plantedBits')).toEqual(without('exposure'))
  })

  it('has words for each of them', () => {
    for (const records of [
      recordsOf('quick'),
      recordsOf('copies'),
      recordsOf('rare').slice(0, 1),
      recordsOf('tiny', { exposure: () => 9.5 }),
      recordsOf('tiny', { gain: (seed) => seed, exposure: (copies, seed) => (copies > 4 ? 3 * seed : 3) }),
    ]) {
      for (const sentence of sentencesOf(exhibit, runsOfRecords(records)))
        expect(sentence).not.toMatch(UNFILLED)
    }
  })
})
