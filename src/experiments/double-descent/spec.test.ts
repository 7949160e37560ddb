import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
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
const peaked = ({ datasetSize }: Trial): number =>
  datasetSize < 50 ? 9 : ({ 58: 12, 74: 17, 92: 20, 106: 15, 122: 9, 180: 6 }[datasetSize] ?? 3.5)

describe('double descent', () => {
  it('has presets whose sizes resolve the peak, and whose notes count their runs', () => {
    for (const { id, note } of experiment.presets) {
      const counted = /(\d+) runs/.exec(note)?.[1]
      if (counted !== undefined) expect(trialsOf(id), id).toHaveLength(Number(counted))
    }
    const sizes = [...new Set(trialsOf('quick').map(({ datasetSize }) => datasetSize))]
    // Runs that were recorded with fewer sizes are runs of this preset too.
    expect(sizes).toEqual(expect.arrayContaining([29, 58, 92, 122, 180, 243, 487]))
    const gaps = sizes.slice(2).map((size, i) => size / sizes[i]!)
    expect(Math.max(...gaps.slice(0, 6))).toBeLessThanOrEqual(2)
  })

  it('plans weight decay as a setting only where it is not the recipe’s', () => {
    expect(trialsOf('tiny').every(({ settings }) => Object.keys(settings).length === 0)).toBe(true)
    const decayed = trialsOf('decay')
    expect(decayed).toHaveLength(40)
    expect(decayed.filter(({ settings }) => settings.weightDecay === 0.5)).toHaveLength(20)
    expect(new Set(trialsOf('models').map(({ params }) => params))).toContain(7376)
  })

  it('finds the peak where it is, in units of what the model holds, and the second descent', () => {
    const [peak, descent] = exhibit.findings(recordsOf('tiny', peaked))
    // 92 strings of 44 bits are 1.23 times 3300; the vertex lies a little to the left, as 74 is higher than 106.
    expect(peak).toMatchObject({ verdict: 'agrees' })
    expect(peak!.text).toMatch(
      /peaks at 20\.\d bits per token \(2 seeds\), where the data are 1\.1\d \(2 seeds\) times .* between 0\.99 and 1\.41\.$/,
    )
    expect(descent).toMatchObject({ verdict: 'seen' })
    expect(descent!.text).toMatch(
      /falls to 3\.50 .* below guessing \(4\.00\), below 9\.00 .* before the peak.*source’s 2\.50: a real second descent/,
    )
  })

  it('lets a peak elsewhere stand as a disagreement, in every seed by itself', () => {
    const early = recordsOf('tiny', ({ datasetSize }) => ({ 22: 14, 29: 16, 41: 15 })[datasetSize] ?? 3.5)
    expect(exhibit.findings(early)[0]).toMatchObject({ verdict: 'differs' })
    const one = recordsOf('tiny', (trial) =>
      trial.seed === 0 ? peaked(trial) : ({ 22: 14, 29: 16, 41: 15 }[trial.datasetSize] ?? 3.5),
    )
    expect(exhibit.findings(one)[0]).toMatchObject({ verdict: 'differs' })
  })

  it('does not place a peak on a grid that is too coarse', () => {
    const coarse = recordsOf('quick', peaked).filter(({ datasetSize }) => [29, 92, 487].includes(datasetSize))
    const [peak] = exhibit.findings(coarse)
    expect(peak).toMatchObject({ verdict: 'not reached' })
    expect(peak!.text).toContain('16.8 times apart')
  })

  it('claims no peak that the data do not show, and no descent that is not one', () => {
    const rising = exhibit.findings(recordsOf('tiny', ({ datasetSize }) => datasetSize))
    expect(rising).toEqual([expect.objectContaining({ verdict: 'not reached' })])
    const high = recordsOf('tiny', (trial) => peaked(trial) + 2)
    expect(exhibit.findings(high)[1]).toMatchObject({ verdict: 'not reached' })
    const low = recordsOf('tiny', (trial) => (trial.datasetSize < 58 ? 3.2 : peaked(trial)))
    expect(exhibit.findings(low)[1]).toMatchObject({ verdict: 'not reached' })
    expect(exhibit.findings(low)[1]!.text).toContain('no lower than 3.20')
  })

  it('holds weight decay against the recipe’s peak, seed by seed', () => {
    const decayed = (test: (trial: Trial) => number) =>
      recordsOf('decay', (trial) => (trial.settings.weightDecay ? test(trial) : peaked(trial)))
    const falling = ({ datasetSize }: Trial) => 6 - datasetSize / 200
    const gone = exhibit.findings(decayed(falling)).at(-1)!
    expect(gone).toMatchObject({ verdict: 'agrees' })
    expect(gone.text).toMatch(
      /^With weight decay 0\.5 the peak is gone: its 20\.0 \(2 seeds\) bits per token become 5\.5 \(2 seeds\)/,
    )
    const lower = exhibit.findings(decayed((trial) => peaked(trial) / 2)).at(-1)!
    expect(lower).toMatchObject({ verdict: 'differs' })
    expect(lower.text).toContain('at most 10.0 (2 seeds) bits per token instead of 20.0')
    const check = checks.find(({ what }) => what.includes('with weight decay 0.5, at 1.9 '))!
    expect(check.measure(decayed(falling))).toEqual([6 - 92 / 200, 6 - 92 / 200])
    expect(check.measure(recordsOf('quick', peaked))).toEqual([])
  })

  it('says of strong weight decay alone that there is no peak, not that one was not reached', () => {
    const alone = recordsOf('decay', ({ datasetSize }) => 6 - datasetSize / 200).filter(
      ({ settings }) => settings.weightDecay,
    )
    expect(exhibit.findings(alone)).toEqual([
      {
        verdict: 'seen',
        text: 'With weight decay 0.5 there is no peak: the test loss falls from 5.9 (2 seeds) to 3.6 (2 seeds) bits per token as the data grow.',
      },
    ])
    const [, , training] = exhibit.figures({ planned: [], records: alone, live: [] }) as LinesFigure[]
    expect(training!.series).toHaveLength(10)
  })

  it('looks whether the model at the peak holds its strings', () => {
    const models = (held: (params: number) => number, test: (trial: Trial) => number) =>
      exhibit.findings(
        trialsOf('models').map((trial) =>
          exampleRecord(trial, {
            datasetBits: 16_000,
            ceilingBits: 13_000,
            memorizedBits: 13_000 * held(trial.params),
            heldoutBitsPerToken: test(trial) + trial.seed,
          }),
        ),
      )
    const humped = ({ params }: Trial) => ({ 4380: 8, 7376: 18, 27040: 12 })[params] ?? 3.5
    const [holds] = models((params) => (params < 5000 ? 0.6 : 0.99), humped)
    expect(holds!.text).toContain(
      'highest, 18.5 (18.0 to 19.0 over 2 seeds) bits per token, at 7,376 parameters: the smallest of these models that holds its strings (99 % ',
    )
    expect(holds!.text).toContain('held 1.78 bits for each parameter; by that the data are 1.22 times')
    const [empty] = models(() => 0.1, humped)
    expect(empty!.text).toMatch(/at 7,376 parameters\. That model holds 10 % /)
    const [rising] = models(
      () => 0.5,
      ({ params }) => params,
    )
    expect(rising).toMatchObject({ verdict: 'not reached' })
  })

  it('draws test loss against data over capacity, and shades what is more than the model held', () => {
    const records = recordsOf('quick', peaked)
    const [loss] = exhibit.figures({ planned: trialsOf('quick'), records, live: [] }) as [LinesFigure]
    expect(loss.x.label).toBe('data, multiples of what the model holds')
    const top = loss.series[0]!.points.find(({ y }) => y === 20)!
    expect(top.x).toBeCloseTo((92 * 44) / 3300, 9)
    expect(loss.bands).toEqual([{ from: 1, to: loss.x.max, label: 'more than it holds' }])
  })

  it('splits the bits of every weight decay', () => {
    const records = recordsOf('decay', (trial) => (trial.settings.weightDecay ? 3.4 : peaked(trial)))
    const [, split] = exhibit.figures({ planned: trialsOf('decay'), records, live: [] }) as LinesFigure[]
    expect(split!.series.map(({ label }) => label)).toEqual([
      'mem., 0.01',
      'gen., 0.01',
      'new, 0.01',
      'mem., 0.5',
      'gen., 0.5',
      'new, 0.5',
    ])
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
    // As many new strings, of 4 bits a token, at the 3.5 that they cost; far below 0 at the peak, and off the chart.
    expect(last('new strings')).toBeCloseTo((365 * 16 * 0.5) / 2152, 9)
    expect(split.y.min).toBe(-1)
    expect(training.series.map(({ label }) => label).slice(0, 3)).toEqual(['N 22', 'N 29', 'N 41'])
    expect(training.series).toHaveLength(10)
  })

  it('holds records against the independent trainer by their strings', () => {
    const check = checks.find(({ what }) => what.includes('token at 1.9 '))!
    expect(check.measure(recordsOf('quick', peaked))).toEqual([20, 20])
    expect(check.measure(recordsOf('tiny', peaked))).toEqual([])
  })

  it('has a preset of the independent trainer’s uniform strings, and the check finds its runs', () => {
    const check = checks.find(({ what }) => what.includes('uniform, V 64'))!
    expect(new Set(trialsOf('uniform-64').map(({ params }) => params))).toEqual(new Set([8912]))
    const records = recordsOf('uniform-64', ({ datasetSize }) => (datasetSize === 279 ? 47 : 9))
    expect(check.measure(records)).toEqual([47])
  })
})
