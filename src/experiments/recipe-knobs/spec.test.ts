import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { type Trial, trainingOptions } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { exhibit } from './exhibit'
import { KNOB_IDS, knobOf } from './knobs'
import experiment from './spec'

const { config } = experiment.presets[0]
const planned = experiment.plan(config)
const { figures, findings } = exhibit
const trialOf = (knob: string): Trial => planned.find(({ settings }) => knobOf(settings) === knob)!

const COST: Readonly<Record<string, number>> = { recipe: 1, textbookRate: 0.75, smallInit: 0.995 }
const recordsOf = (trials: readonly Trial[]): TrialRecord[] =>
  trials.map((trial) =>
    exampleRecord(trial, {
      memorizedBits: (1900 + 10 * trial.seed) * (COST[knobOf(trial.settings)] ?? 0.9),
      traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [4, 2.5] },
    }),
  )

describe('what costs bits', () => {
  it('changes one thing at a time', () => {
    expect(planned).toHaveLength(8 * 2 * 2)
    const recipe = trialOf('recipe')
    expect(recipe.settings).toEqual({})
    expect(trialOf('textbookRate')).toMatchObject({ learningRate: 0.002, shape: recipe.shape, batch: 76 })
    expect(trialOf('oneHead')).toMatchObject({
      learningRate: 0.1,
      params: recipe.params,
      shape: { heads: 1 },
    })
    expect(trialOf('smallBatch').batch).toBe(16)
    expect(trainingOptions(trialOf('constantRate')).schedule).toBe('constant')
    expect(trainingOptions(trialOf('smallInit'))).toEqual({ ...trainingOptions(recipe), initStd: 0.02 })
    expect(trainingOptions(trialOf('fanInInit'))).toEqual({
      ...trainingOptions(recipe),
      initStd: 1 / Math.sqrt(8),
    })
    expect(trainingOptions(trialOf('slowMomentum'))).toEqual({ ...trainingOptions(recipe), beta1: 0.95 })
  })

  it('gives each width its own fan-in, and the heads that are its own', () => {
    const wide = experiment.plan({ ...config, width: [8, 16], heads: [2, 4] })
    const fanIn = wide.filter(({ settings, seed }) => knobOf(settings) === 'fanInInit' && seed === 0)
    expect(new Set(fanIn.map(({ shape, settings }) => `${shape.heads} ${settings.initStd}`))).toEqual(
      new Set([`2 ${1 / Math.sqrt(8)}`, '4 0.25']),
    )
    const oneFor = experiment.plan({ ...config, width: [8, 16], heads: [2] })
    expect(new Set(oneFor.map(({ shape, settings }) => `${shape.heads} ${knobOf(settings)}`))).toContain(
      '2 fanInInit',
    )
    expect(wide.filter(({ settings }) => knobOf(settings) === 'textbookRate')).toHaveLength(2 * 2 * 2)
  })

  it('leaves out what is switched off, and refuses what would change nothing', () => {
    const off = Object.fromEntries(KNOB_IDS.map((id) => [id, false]))
    expect(experiment.plan({ ...config, ...off })).toHaveLength(4)
    expect(experiment.problems({ ...config, heads: [1] }).map(({ field }) => field)).toEqual(['oneHead'])
    expect(experiment.problems({ ...config, heads: [1], oneHead: false })).toEqual([])
    const many = {
      ...config,
      datasetSizes: Array.from({ length: 12 }, (_, i) => i + 8),
      seeds: [...Array(16).keys()],
    }
    expect(experiment.problems(many)).toEqual([
      { field: 'seeds', message: 'makes 1536 trials; at most 1000 fit in one sweep' },
    ])
  })

  it('says the cost of each, seed against seed, and claims none that seeds could make', () => {
    const found = findings(recordsOf(planned))
    expect(found).toHaveLength(8)
    expect(found[0]!.text).toBe('The recipe holds up to 1.57 bits per parameter.')
    expect(found[1]).toMatchObject({
      verdict: 'seen',
      text: 'Textbook rate: −25.0 % of the bits (2 seeds), on a plateau that looks as good: twice the data changed it by less than a tenth.',
    })
    const init = found.find(({ text }) => text.startsWith('Small init'))!
    expect(init).toMatchObject({ verdict: 'not reached' })
    expect(init.text).toContain('−0.5 % of the bits')
    expect(init.text).toContain('no more than the recipe’s own seeds differ')
    const alone = findings(recordsOf(planned.filter(({ seed }) => seed === 0)))
    expect(alone[1]).toMatchObject({
      verdict: 'not reached',
      text: 'Textbook rate: −25.0 % of the bits (one seed); one seed cannot tell a cost from chance.',
    })
    expect(findings(recordsOf(planned.filter(({ settings }) => settings.knob !== undefined)))).toEqual([])
  })

  it('draws the recipe and every variant, but no small batch while it trains', () => {
    const [side, byData, training] = figures({ planned, records: recordsOf(planned), live: [] }) as [
      LinesFigure,
      LinesFigure,
      LinesFigure,
    ]
    expect(side.series.slice(0, -1).map(({ key, points }) => [key, points.map(({ x }) => x)])).toEqual(
      ['recipe', ...KNOB_IDS].map((id, i) => [id, [i + 1]]),
    )
    // Two seeds of 1,900 and 1,910 bits.
    for (const { y } of side.series.at(-1)!.points) expect(y).toBeCloseTo(1905 / 1216, 9)
    expect(byData.series.map(({ key }) => key)).toEqual(['recipe', ...KNOB_IDS])
    expect(byData.series[0]!.color).toBe('kind-0')
    expect(new Set(byData.series.map(({ color }) => color)).size).toBe(byData.series.length)
    expect(training.series.map(({ key }) => key)).toEqual([
      'recipe',
      ...KNOB_IDS.filter((id) => id !== 'smallBatch'),
    ])
    // 152 strings of 32 bits, less 8 tokens of 2.5 bits each.
    expect(training.series[0]!.points.at(-1)!.y).toBeCloseTo((152 * (32 - 20)) / 1216, 9)
    const empty = figures({ planned: [], records: [], live: [] }) as LinesFigure[]
    expect(empty.map(({ id }) => id)).toEqual(['side-by-side', 'training'])
    expect(empty.flatMap(({ series }) => series).every(({ points }) => points.length === 0)).toBe(true)
  })

  it('keeps the place of every variant while the first ones train, and draws no line of one size', () => {
    const own = planned.filter(({ datasetSize }) => datasetSize === 152)
    const live = own.slice(0, 1).map((trial) => ({
      trialKey: trial.key,
      datasetBits: 4864,
      trainBitsPerToken: 3,
      memorizedBits: 608,
      looked: undefined,
    }))
    const finished = recordsOf(own.slice(-1))
    const [side, ...others] = figures({ planned: own, records: finished, live }) as LinesFigure[]
    expect(others.map(({ id }) => id)).toEqual(['training'])
    expect(side!.series.map(({ points }) => points[0]!.x)).toEqual([1, 8, 0.5])
    expect(side!.series[0]!.points[0]).toMatchObject({ y: 0.5, live: true })
  })

  it('is held against the independent trainer at its size only', () => {
    const longer = experiment.presets.find(({ id }) => id === 'lecture')!
    const records = recordsOf(experiment.plan(longer.config))
    const rate = checks.find(({ what }) => what.includes('textbook'))!
    expect(rate.measure(records)).toHaveLength(3)
    expect(rate.measure(records)[0]).toBeCloseTo((0.75 * 1900) / 8912, 9)
    expect(checks.map(({ measure }) => measure(records).length)).toEqual(Array.from({ length: 8 }, () => 3))
    expect(rate.measure(recordsOf(planned))).toEqual([])
  })
})
