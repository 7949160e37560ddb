import { describe, expect, it } from 'vitest'
import { type Trial, trainingOptions } from '@/core/sweep/trial'
import { firstConfig } from '@/core/testing/example-record'
import { checks } from './checks'
import { recordsOf } from './example-records'
import { KNOB_IDS, knobOf } from './knobs'
import experiment from './spec'

const config = firstConfig(experiment, 'tiny')
const planned = experiment.plan(config)
const trialOf = (knob: string): Trial => planned.find(({ settings }) => knobOf(settings) === knob)!

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
    expect(trialOf('smallBatch')).toMatchObject({ batch: 16, learningRate: 0.1 })
    const today = experiment.plan(experiment.presets[0].config)
    const own = today.find(({ settings }) => knobOf(settings) === 'smallBatchRate')
    expect(own).toMatchObject({ batch: 16, learningRate: 0.04 })
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

  it('is held against the independent trainer at its size only', () => {
    const longer = experiment.presets.find(({ id }) => id === 'lecture')!
    const records = recordsOf(experiment.plan(longer.config))
    const rate = checks.find(({ what }) => what.includes('textbook'))!
    expect(rate.measure(records)).toHaveLength(3)
    expect(rate.measure(records)[0]).toBeCloseTo((0.75 * 1900) / 8912, 9)
    const checked = (heads: number) =>
      checks.filter(
        ({ measure }) =>
          measure(recordsOf(experiment.plan({ ...longer.config, heads: [heads] }))).length === 3,
      ).length
    expect(checked(4), 'the recipe and its eight variants').toBe(9)
    expect(checked(8), 'the recipe, six of them, and the one head that both share').toBe(8)
    expect(checked(2), 'the one head').toBe(1)
    expect(rate.measure(recordsOf(planned))).toEqual([])
  })
})
