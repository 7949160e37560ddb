import { describe, expect, it } from 'vitest'
import { readText } from '../data/read-text'
import { presetById } from './experiment'
import { experimentById, experiments } from './experiments'
import { fieldsOfText, nameOf, ownSourceOf, ownTextOf, questionOf, withOwnText, withText } from './own-text'
import { parsePermalink, printPermalink } from './permalink'

const text = Array.from({ length: 40 }, (_, n) => `word ${String(n).padStart(2, '0')}`).join('\n')
const read = readText(text, { cut: 'lines' })
if (read.status !== 'read') throw new Error('the text of this test was refused')
const name = nameOf(read.own)

const takers = [...experiments.values()].filter(({ ownText }) => ownText)

it('is taken by three experiments', () => {
  expect(takers.map(({ id }) => id)).toEqual(['capacity', 'extraction', 'per-string'])
  const scaling = experimentById('scaling')
  expect(() => withOwnText(scaling, scaling.presets[0].config, name)).toThrow(/scaling takes no text/)
})

it('is asked about in words that are true of it', () => {
  for (const experiment of takers) {
    const { config } = experiment.presets[0]
    expect(questionOf(experiment, config)).toBe(experiment.question)
    expect(questionOf(experiment, withOwnText(experiment, config, name))).not.toMatch(/random/)
  }
})

describe.each(takers.map((experiment) => [experiment.id, experiment] as const))('in %s', (_, experiment) => {
  const configs = experiment.presets.map(({ config }) => withOwnText(experiment, config, name))

  it('is a config that can run from every preset, with a key that names the text', () => {
    for (const values of configs) {
      expect(experiment.problems(values)).toEqual([])
      const trials = experiment.plan(values)
      expect(Math.max(...trials.map(({ datasetSize }) => datasetSize))).toBe(36)
      for (const { key } of trials) expect(key).toContain(`/${name.source}-N`)
    }
  })

  it('comes back from its link, which holds nothing of the text', () => {
    for (const values of configs) {
      const hash = printPermalink(experiment, experiment.presets[0].id, values)
      expect(hash).not.toContain('word')
      expect(parsePermalink(hash)).toMatchObject({ status: 'valid', linked: { values } })
      expect(ownTextOf(values)).toEqual(name)
    }
  })

  it('has reasons for what the text decides', () => {
    const [values] = configs
    const decided = fieldsOfText(experiment, values!)
    expect([...decided.keys()]).toEqual(expect.arrayContaining(['source', 'vocab', 'seqLen', 'dataRatios']))
    for (const field of decided.keys()) expect(Object.keys(experiment.fields)).toContain(field)
    expect(fieldsOfText(experiment, experiment.presets[0].config).size).toBe(0)
  })
})

it('refuses more strings than the text has', () => {
  const capacity = experimentById('capacity')
  const values = { ...withOwnText(capacity, capacity.presets[0].config, name), datasetSizes: [37] }
  expect(capacity.problems(values)).toEqual([
    { field: 'datasetSizes', message: '37 strings are too many: the text has 40, of which 4 are held back' },
  ])
})

it('doubles the strings up to all of them', () => {
  const { values } = {
    values: withOwnText(
      experimentById('capacity'),
      presetById(experimentById('capacity'), 'tiny').config,
      name,
    ),
  }
  expect(values.datasetSizes).toEqual([2, 5, 9, 18, 36])
})

it('comes to the trials without a change of what they are', () => {
  const capacity = experimentById('capacity')
  const values = withOwnText(capacity, capacity.presets[0].config, name)
  const trials = capacity.plan(values)
  const ready = withText(trials, text)
  expect(ready.map(({ key }) => key)).toEqual(trials.map(({ key }) => key))
  expect(ready.every(({ source }) => source.id === 'own' && source.text === text)).toBe(true)
  // One object for all: a message to another thread holds the text once.
  expect(new Set(ready.map(({ source }) => source)).size).toBe(1)
  expect(ownSourceOf(values)).not.toHaveProperty('text')
})
