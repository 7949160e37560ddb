import { describe, expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import { plantingOf } from './plant'
import experiment from './spec'

const preset = (id: string) => experiment.presets.find((own) => own.id === id)!
const trialsOf = (id: string): Trial[] => experiment.plan(preset(id).config)

interface Shown {
  /** Bits of rare strings beyond those of common ones. */
  readonly gain?: (seed: number) => number
  readonly exposure?: (copies: number) => number
  /** Bits of the strings that the record lists. */
  readonly listed?: readonly number[]
}

/** One bit to either side of 2. */
const LISTED = Array.from({ length: 60 }, (_, n) => 1 + 2 * (n % 2))

const recordsOf = (
  id: string,
  { gain = () => 3, exposure = (copies) => Math.min(10, 2 + copies), listed = LISTED }: Shown = {},
) =>
  trialsOf(id).map((trial): TrialRecord => {
    const { repeats } = plantingOf(trial.settings)
    const planted = repeats.flatMap((copies) => [
      [`exposureBits${copies}`, exposure(copies)],
      [`plantedBits${copies}`, 5 * exposure(copies)],
    ])
    return exampleRecord(trial, {
      measures: {
        memorizedBitsPerString: 2,
        heldoutMemorizedBitsPerString: -6,
        keptShare: 0.25,
        rareBits: 1 + gain(trial.seed),
        commonBits: 1,
        heldoutRareBits: -6,
        heldoutCommonBits: -6,
        ...Object.fromEntries(planted),
        ...(repeats.length > 0 ? { exposureBoundBits: 10 } : {}),
      },
      traces: {
        'strings.sourceBits': [50, 40, 45],
        'strings.memorizedBits': listed,
        'strangers.sourceBits': [41, 51],
        'strangers.memorizedBits': [-4, -8],
        'grid.probability': [0, 0.5, 1],
        'exposures.step': [1, 400],
        ...Object.fromEntries(repeats.map((copies) => [`exposures.copies${copies}`, [1, exposure(copies)]])),
      },
    })
  })
const textsOf = (records: readonly TrialRecord[]) => exhibit.findings(records)

describe('which strings are kept', () => {
  it('plans what is planted as settings, and nothing where nothing is', () => {
    expect(trialsOf('tiny')[0]!.settings).toEqual({
      planted: 'canaries',
      repeats: '1-2-4-16-64',
      distinct: 2,
    })
    expect(trialsOf('rare').every(({ settings }) => Object.keys(settings).length === 0)).toBe(true)
  })

  it('refuses more planted strings than data, and an alphabet that does not fit', () => {
    const values = preset('tiny').config
    expect(experiment.problems({ ...values, datasetSizes: [174] })).toEqual([
      { field: 'repeats', message: expect.stringContaining('come to 174 planted strings') },
    ])
    expect(experiment.problems({ ...values, datasetSizes: [174], planted: 'none' })).toEqual([])
    expect(experiment.problems({ ...values, source: 'alphabet-16-1', vocab: 8 })).toEqual([
      expect.objectContaining({ field: 'vocab' }),
    ])
  })

  it('says what is kept, of which strings, and how canaries are exposed', () => {
    const [kept, rare, gain, canary] = textsOf(recordsOf('tiny'))
    expect(kept!.text).toContain(
      'worth 2.0 memorised bits (3 seeds) on average, a new string −6.0 (3 seeds); 25 % (3 seeds)',
    )
    expect(rare).toMatchObject({ verdict: 'agrees' })
    expect(rare!.text).toBe(
      'Of a string of the rarest fifth 4.0 bits (3 seeds) are memorised, of one of the commonest fifth 1.0 (3 seeds), a difference of 3.0 (3 seeds), where strings scatter it by ±0.5.',
    )
    expect(gain).toMatchObject({ verdict: 'seen' })
    expect(gain!.text).toContain('10.0 bits (3 seeds) to a string of the rarest fifth, and 7.0 (3 seeds)')
    expect(canary).toMatchObject({ verdict: 'agrees' })
    expect(canary!.text).toMatch(
      /planted once is exposed by 3\.0 .*, one never planted by 1\.4 .*; from 16 times on it is likelier than all 1023/,
    )
  })

  it('claims neither rareness that seeds disagree on, nor exposure that does not grow', () => {
    const split = textsOf(recordsOf('tiny', { gain: (seed) => (seed === 0 ? 2 : -2) }))
    expect(split[1]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('seeds disagree'),
    })
    expect(textsOf(recordsOf('tiny', { gain: () => -2 }))[1]).toMatchObject({ verdict: 'differs' })
    expect(textsOf(recordsOf('tiny', { gain: () => 0.4 }))[1]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('no more than chance could make'),
    })
    for (const few of [recordsOf('tiny').slice(0, 2), recordsOf('tiny', { listed: [4, 0, 2] })]) {
      expect(textsOf(few)[1]).toMatchObject({ verdict: 'not reached' })
    }
    const level = textsOf(recordsOf('tiny', { exposure: () => 1.5 }))
    expect(level[3]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('planted 64 times it reaches 1.5'),
    })
    const atOnce = textsOf(recordsOf('tiny', { exposure: (copies) => Math.min(10, 8 + copies) }))
    expect(atOnce[3]!.text).toContain('so few are nearly enough, and no growth can show')
    expect(level[3]!.text).not.toContain('no growth can show')
  })

  it('takes the bits themselves for the verdict, not what membership adds', () => {
    const worse = recordsOf('tiny', { gain: () => -0.6 }).map((record) => ({
      ...record,
      measures: { ...record.measures, heldoutRareBits: -9 },
    }))
    expect(textsOf(worse)[1]).toMatchObject({ verdict: 'differs' })
    expect(textsOf(worse)[2]!.text).toContain('9.4 bits (3 seeds) to a string of the rarest fifth, and 7.0')
  })

  it('says from how many times on a canary leads only where it stays ahead', () => {
    const dip = (copies: number) => (copies === 16 ? 6 : Math.min(10, 6 * copies))
    expect(textsOf(recordsOf('tiny', { exposure: dip })).at(-1)!.text).toContain(
      'from 64 times on it is likelier',
    )
    const lost = textsOf(recordsOf('tiny', { exposure: (copies) => (copies > 4 ? 9 : 10) })).at(-1)!
    expect(lost.text).toContain('planted 64 times it reaches 9.0')
    expect(lost.verdict).toBe('not reached')
  })

  it('counts copies where copies are planted, and names sizes where there are several', () => {
    const copies = textsOf(recordsOf('copies')).at(-1)!
    expect(copies.text).toBe(
      'A string that is there 16 times is worth 50.0 memorised bits (2 seeds), one that is there once 15.0 (2 seeds).',
    )
    const ids = (preset: string) =>
      exhibit.figures({ planned: trialsOf(preset), records: [], live: [] }).map(({ id }) => id)
    // None of these uniform strings is rarer than another.
    expect(ids('tiny').filter((id) => !ids('copies').includes(id))).toEqual(['rareness'])
    expect(textsOf(recordsOf('quick')).filter(({ text }) => text.includes('(N 974)'))).toHaveLength(4)
    expect(textsOf([])).toEqual([])
  })

  it('draws exposure first where something is planted, and strings one by one', () => {
    const records = recordsOf('tiny', { listed: [4, 0, 2] })
    const figures = exhibit.figures({ planned: trialsOf('tiny'), records, live: [] })
    expect(figures.map(({ id }) => id)).toEqual([
      'exposure',
      'distribution',
      'rareness',
      'tokens',
      'copies',
      'training',
    ])
    const [exposure, distribution, rareness, tokens] = figures as [
      LinesFigure,
      LinesFigure,
      LinesFigure,
      GridFigure,
    ]
    expect(exposure.series[0]!.points.map(({ x, y }) => [x, y])).toEqual([
      [1, 3],
      [2, 4],
      [4, 6],
      [16, 10],
      [64, 10],
    ])
    const total = (series: LinesFigure['series'][number]) => series.points.reduce((sum, { y }) => sum + y, 0)
    expect(distribution.series.map(total)).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)])
    expect(rareness.series[1]!.points.map(({ x, y }) => [x, y])).toEqual([
      [-5, 0],
      [0, 2],
      [5, 4],
    ])
    expect(rareness.series[0]!.points.map(({ x }) => x)).toEqual([-4, 6])
    expect(tokens.rowNames).toHaveLength(10 + 24)
    const plain = exhibit.figures({ planned: trialsOf('rare'), records: [], live: [] })
    expect(plain.map(({ id }) => id)).toEqual(['distribution', 'rareness', 'tokens'])
  })

  it('shows exposure, bits and tokens of what trains, and says that single strings wait for the end', () => {
    const planned = trialsOf('tiny')
    const looked = {
      steps: [9],
      values: { exposureBits1: [1.5], exposureBits64: [9], plantedBits1: [-3], plantedBits64: [40] },
      grid: { columns: 16, values: [0.25] },
    }
    const live = [
      { trialKey: planned[1]!.key, datasetBits: 1024, trainBitsPerToken: 3, memorizedBits: 5, looked },
    ]
    const figures = exhibit.figures({ planned, records: [], live })
    const exposure = figures[0] as LinesFigure
    const tokens = figures[3] as GridFigure
    const training = figures[5] as LinesFigure
    const copies = figures[4] as LinesFigure
    expect(copies.series[0]!.points).toEqual([
      expect.objectContaining({ x: 1, y: -3, live: true }),
      expect.objectContaining({ x: 64, y: 40, live: true }),
    ])
    for (const waiting of [figures[1], figures[2]] as LinesFigure[]) {
      expect(waiting.series.every(({ points }) => points.length === 0)).toBe(true)
      expect(waiting.awaits).toBe('Drawn after the last step')
    }
    expect(training.series.map(({ label, points }) => [label, points[0]?.y])).toEqual(
      expect.arrayContaining([
        ['×1', 1.5],
        ['×64', 9],
        ['×4', undefined],
      ]),
    )
    expect(exposure.series[0]!.label).toBe('planted')
    expect(exposure.series[0]!.points).toEqual([
      expect.objectContaining({ x: 1, y: 1.5, live: true }),
      expect.objectContaining({ x: 64, y: 9, live: true }),
    ])
    expect(tokens.values).toEqual([0.25])
    expect(tokens.caption).toContain('N 512, seed 1.')
  })
})
