import { describe, expect, it } from 'vitest'
import { exampleRecord } from '@/core/example-record'
import type { LinesFigure } from '@/core/figure'
import type { TrialRecord } from '@/core/result'
import type { Trial } from '@/core/trial'
import { checks } from './checks'
import { exhibit } from './exhibit'
import experiment from './spec'

const trialsOf = (preset: string): Trial[] =>
  experiment.plan(experiment.presets.find(({ id }) => id === preset)!.config)

/** Records of a preset with the test loss that `test` gives; held-out strings cost 2.5 bits a token from their source. */
const recordsOf = (preset: string, test: (trial: Trial) => number): TrialRecord[] =>
  trialsOf(preset).map((trial) => {
    const heldoutBitsPerToken = test(trial)
    return exampleRecord(trial, {
      datasetBits: 44 * trial.datasetSize,
      memorizedBits: Math.min(40 * trial.datasetSize, 3300),
      memorizedBitsClipped: Math.min(40 * trial.datasetSize, 3400),
      heldoutBitsPerToken,
      heldoutMemorizedBits: (2.5 - heldoutBitsPerToken) * 256 * 16,
      traces: { 'test.step': [1, 400], 'test.bitsPerToken': [4.1, heldoutBitsPerToken] },
    })
  })
const peaked = ({ datasetSize }: Trial): number => ({ 58: 12, 92: 20, 180: 6 })[datasetSize] ?? 3.5

describe('double descent', () => {
  it('plans weight decay as a setting only where it is not the recipe’s', () => {
    expect(trialsOf('tiny').every(({ settings }) => Object.keys(settings).length === 0)).toBe(true)
    const decayed = trialsOf('decay')
    expect(decayed).toHaveLength(28)
    expect(decayed.filter(({ settings }) => settings.weightDecay === 0.5)).toHaveLength(14)
    expect(new Set(trialsOf('models').map(({ params }) => params))).toContain(7376)
  })

  it('finds the peak where it is, in units of what the model holds, and the second descent', () => {
    const [peak, descent] = exhibit.findings(recordsOf('tiny', peaked))
    expect(peak).toMatchObject({ verdict: 'agrees' })
    expect(peak!.text).toContain(
      'peaks at 20.0 (one seed) bits per token, where the data are 1.23 (one seed) times',
    )
    expect(descent).toMatchObject({ verdict: 'seen' })
    expect(descent!.text).toMatch(
      /falls to 3\.50 .* below guessing \(4\.00\).*source’s 2\.50: a real second descent/,
    )
  })

  it('claims no peak that the data do not show, and no descent that is not one', () => {
    const rising = exhibit.findings(recordsOf('tiny', ({ datasetSize }) => datasetSize))
    expect(rising).toEqual([expect.objectContaining({ verdict: 'not reached' })])
    const high = recordsOf('tiny', (trial) => peaked(trial) + 2)
    expect(exhibit.findings(high)[1]).toMatchObject({ verdict: 'not reached' })
  })

  it('says what weight decay did', () => {
    const records = recordsOf('decay', (trial) => (trial.settings.weightDecay ? 4.2 : peaked(trial)))
    expect(exhibit.findings(records).at(-1)!.text).toBe(
      'With weight decay 0.5 the test loss never exceeds 4.2 bits per token.',
    )
  })

  it('draws the source’s entropy from the records themselves, and splits bits exactly', () => {
    const records = recordsOf('tiny', peaked)
    const [loss, split, training] = exhibit.figures({
      planned: trialsOf('tiny'),
      records,
      live: [],
    }) as [LinesFigure, LinesFigure, LinesFigure]
    expect(loss.series.find(({ key }) => key === 'entropy')!.points[0]!.y).toBeCloseTo(2.5, 9)
    const last = (key: string) => split.series.find((series) => series.key === key)!.points.at(-1)!.y
    expect(last('memorised')).toBeCloseTo(3400 / 2152, 9)
    // 365 strings of 16 tokens of 4 bits, less the 44 bits that the source gives each, and what single strings cost more than that.
    expect(last('generalised')).toBeCloseTo((365 * (64 - 44) - 100) / 2152, 9)
    expect(training.series.map(({ label }) => label)).toEqual([
      'N 12',
      'N 29',
      'N 58',
      'N 92',
      'N 180',
      'N 365',
    ])
  })

  it('holds records against the oracle by their strings', () => {
    const check = checks.find(({ what }) => what.includes(' 1.9 '))!
    expect(check.measure(recordsOf('quick', peaked))).toEqual([20, 20])
    expect(check.measure(recordsOf('tiny', peaked))).toEqual([])
  })
})
