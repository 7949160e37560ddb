import { expect, it } from 'vitest'
import { families, familyById } from '@/core/model/families'
import { exampleRecord, presetTrials } from '@/core/testing/example-record'
import { rotaryChannels as phiChannels } from '@/families/phi/config'
import { rotaryChannels as pythiaChannels } from '@/families/pythia/config'
import { checks } from './checks'
import { tied, tiny, trials } from './example-records'
import experiment from './spec'

it('plans every family, tied and untied where both are asked for, on the same strings', () => {
  expect(new Set(trials.map(({ family }) => family))).toEqual(new Set(families.keys()))
  expect(trials.every(({ shape }) => !shape.tied)).toBe(true)
  const both = experiment.plan(tied!)
  expect(both.filter(({ shape }) => shape.tied)).toHaveLength(both.length / 2)
  for (const { family, shape, params } of both) expect(params).toBe(familyById(family).parameterCount(shape))
})

it('counts the trials of all families together', () => {
  const many = {
    ...tied!,
    layers: [1, 2, 3, 4, 5, 6, 7, 8],
    datasetSizes: Array.from({ length: 24 }, (_, i) => i + 2),
    seeds: [0, 1, 2, 3, 4],
  }
  expect(experiment.problems(many)).toEqual([
    { field: 'seeds', message: 'makes 7680 trials; at most 1000 fit in one sweep' },
  ])
})

it('says which family cannot be built', () => {
  const problems = experiment.problems({ ...tiny!, width: [9], heads: [3] })
  expect(problems.map(({ field }) => field)).toContain('heads')
  expect(problems.every(({ message }) => /^(Llama|Pythia|Phi): /.test(message))).toBe(true)
})

it('gives Quick heads that are wide enough for Pythia and Phi to turn unlike parts of them', () => {
  const quick = presetTrials(experiment, 'quick')
  for (const { shape } of quick) {
    const headWidth = shape.width / shape.heads
    expect(pythiaChannels(headWidth) / headWidth).toBe(1 / 4)
    expect(phiChannels(headWidth) / headWidth).toBe(1 / 2)
  }
})

it('holds GPT-2 of one layer against the independent trainer, and no other model', () => {
  const recordsOf = (preset: string) =>
    presetTrials(experiment, preset).map((trial) => exampleRecord(trial, { memorizedBits: 1 }))
  const found = checks.map(({ measure }) => measure(recordsOf('tiny')).length)
  // One for each of three seeds; there are no eight strings.
  expect(found).toEqual([0, 3, 3, 3, 3, 3])
  expect(
    checks.flatMap(({ measure }) => [...measure(recordsOf('tied')), ...measure(recordsOf('quick'))]),
  ).toEqual([])
})
