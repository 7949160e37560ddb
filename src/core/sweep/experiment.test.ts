import { describe, expect, it } from 'vitest'
import { exampleTrial } from '../testing/example-record'
import { defineExperiment, MAX_TRIALS, withField, withTexts } from './experiment'
import { numbersField } from './fields'

const about = { help: 'What it means.', group: 'sweep', min: 1, max: 9, minItems: 0, maxItems: 4 } as const
const fields = {
  sizes: numbersField({ ...about, label: 'Sizes', replaces: 'ratios' }),
  ratios: numbersField({ ...about, label: 'Ratios', replaces: 'sizes' }),
  seeds: numbersField({ ...about, label: 'Seeds' }),
}
const definition = {
  id: 'example',
  title: 'An example',
  question: 'Does it work?',
  version: 1,
  fields,
}
const experiment = defineExperiment({
  ...definition,
  presets: [{ id: 'first', label: 'First', note: '', config: { sizes: [1, 2], ratios: [], seeds: [1] } }],
  problems: ({ sizes, ratios, seeds }) =>
    sizes.length > 0 && ratios.length > 0
      ? [{ field: 'ratios', message: 'not both' }]
      : seeds.map(() => ({ field: 'seeds', message: 'none will do' })),
  plan: () => [exampleTrial()],
})
const base = { sizes: [1, 2], ratios: [], seeds: [1] }

describe('a procedure that has changed', () => {
  it('gives trials other keys, and leaves those of a first version as they were', () => {
    const keys = (procedureVersion?: number) =>
      defineExperiment({
        ...definition,
        ...(procedureVersion === undefined ? {} : { procedureVersion }),
        presets: [{ id: 'first', label: 'First', note: '', config: base }],
        problems: () => [],
        plan: () => [exampleTrial()],
      })
        .plan(base)
        .map(({ key }) => key)
    const key = exampleTrial({ experiment: 'example' }).key
    expect(experiment.plan(base).map((trial) => trial.key)).toEqual([key])
    expect(keys(1)).toEqual([key])
    expect(keys(2)).toEqual([key.replace('-r1/', '-r1-p2/')])
  })
})

describe('a field that is set', () => {
  it('empties the list that it replaces', () => {
    expect(withField(experiment, base, 'ratios', [3])).toEqual({ sizes: [], ratios: [3], seeds: [1] })
  })

  it('leaves that list alone while it is itself empty, as while somebody is typing', () => {
    expect(withField(experiment, base, 'ratios', [])).toEqual(base)
    expect(withField(experiment, base, 'sizes', [])).toEqual({ ...base, sizes: [] })
  })

  it('changes nothing else, and not the config that it was set on', () => {
    const frozen = Object.freeze({ ...base })
    expect(withField(experiment, frozen, 'seeds', [4])).toEqual({ ...base, seeds: [4] })
  })
})

describe('texts over a preset', () => {
  it('are laid in order, whichever list they name', () => {
    expect(withTexts(experiment, base, [['ratios', '3,4']]).values).toEqual({
      ...base,
      sizes: [],
      ratios: [3, 4],
    })
  })

  it('that name both of two lists are laid both, and refused', () => {
    for (const order of [
      ['sizes', 'ratios'],
      ['ratios', 'sizes'],
    ])
      expect(
        withTexts(
          experiment,
          base,
          order.map((name) => [name, '5'] as const),
        ),
      ).toEqual({
        values: { sizes: [5], ratios: [5], seeds: [1] },
        problems: [{ field: 'ratios', message: 'not both' }],
      })
  })

  it('of unknown names come back with the names that exist', () => {
    const { values, problems } = withTexts(experiment, base, [
      ['toString', '1'],
      ['seeds', '2'],
    ])
    expect(values).toEqual({ ...base, seeds: [2] })
    expect(problems[0]).toEqual({
      field: 'toString',
      message: 'is no field of example (it has: sizes, ratios, seeds)',
    })
  })
})

describe('problems', () => {
  it('are said once, however many values have them', () => {
    expect(experiment.problems({ ...base, seeds: [1, 2, 3] })).toEqual([
      { field: 'seeds', message: 'none will do' },
    ])
    expect(experiment.problems({ ...base, seeds: [0, 10, 11] })).toEqual([
      { field: 'seeds', message: 'must be a number from 1 to 9' },
    ])
  })

  it('are too many trials, counted in the whole plan once nothing else is wrong', () => {
    const planned = (trials: number) =>
      defineExperiment({
        ...definition,
        presets: [{ id: 'first', label: 'First', note: '', config: base }],
        problems: ({ ratios }) => ratios.map(() => ({ field: 'ratios', message: 'none will do' })),
        plan: () => Array.from({ length: trials }, (_, seed) => ({ ...exampleTrial(), seed })),
      })
    expect(planned(MAX_TRIALS).problems(base)).toEqual([])
    expect(planned(MAX_TRIALS + 1).problems(base)).toEqual([
      { field: 'seeds', message: 'makes 1001 trials; at most 1000 fit in one sweep' },
    ])
    expect(planned(MAX_TRIALS + 1).problems({ ...base, ratios: [2] })).toEqual([
      { field: 'ratios', message: 'none will do' },
    ])
  })
})
