/**
 * Which strings are kept (Morris et al. 2025, §3; Carlini et al. 2019): what a model memorises of each string of its data, of rare ones and
 * of common ones, of strings that are there several times, and of canaries in data that can be learned.
 */
import { familyById } from '@/core/model/families'
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, choiceField, numberField, numbersField, type Problem } from '@/core/sweep/fields'
import {
  ORACLE_MARKOV,
  openSourceField,
  sweepFields,
  sweepProblems,
  sweepShapes,
  sweepSizes,
  sweepTrials,
} from '@/core/sweep/sweep-config'
import { PLANTED_KINDS, plantedCopies, plantingSettings } from './planted-strings'

/** Symbols of the alphabet whose frequencies fall as 1/i. */
const ALPHABET_SYMBOLS = 16

const fields = {
  ...sweepFields,
  source: openSourceField(
    ['markov-0.3', `alphabet-${ALPHABET_SYMBOLS}-1`, 'uniform'],
    'A Markov chain has likely and unlikely strings; the alphabet has frequent and rare symbols; of uniform strings none is rarer than another.',
  ),
  planted: choiceField({
    choices: PLANTED_KINDS,
    label: 'Planted strings',
    help: 'Copies: some strings of the source occur several times. Canaries: strings that the source would hardly ever give.',
    group: 'strings',
  }),
  repeats: numbersField({
    min: 1,
    max: 4096,
    integer: true,
    maxItems: 8,
    label: 'Times planted',
    help: 'How often a planted string occurs in the data; every value gets strings of its own. Copies count towards the dataset size.',
    group: 'strings',
  }),
  distinct: numberField({
    min: 1,
    max: 16,
    integer: true,
    label: 'Strings each',
    unit: 'strings',
    help: 'Distinct planted strings for each number of times.',
    group: 'strings',
  }),
}

type Config = ConfigOf<typeof fields>

const base = {
  ...ORACLE_MARKOV,
  datasetSizes: [487, 974],
  seeds: [0, 1, 2],
  planted: 'canaries',
  repeats: [1, 2, 4, 8, 16, 32, 64],
  distinct: 2,
} satisfies Config

const plantingOfConfig = ({ planted, repeats, distinct }: Config) => ({ kind: planted, repeats, distinct })

function problems(config: Config): Problem[] {
  const found = sweepProblems(config)
  if (config.source.startsWith('alphabet') && config.vocab < ALPHABET_SYMBOLS) {
    found.push({
      field: 'vocab',
      message: `must be at least ${ALPHABET_SYMBOLS}, the symbols of the alphabet`,
    })
  }
  if (found.length > 0 || config.planted === 'none') return found
  const copies = plantedCopies(plantingOfConfig(config))
  const family = familyById(config.family)
  const sizes = sweepShapes(config).flatMap((shape) => sweepSizes(config, family.parameterCount(shape)))
  const smallest = Math.min(...sizes)
  if (copies < smallest) return []
  return [
    {
      field: 'repeats',
      message: `come to ${copies} planted strings, and the smallest dataset has ${smallest}: plant fewer, or train on more`,
    },
  ]
}

export default defineExperiment({
  id: 'per-string',
  group: 'morris',
  order: 7,
  title: 'Which strings are kept',
  question: 'Which strings does a model remember when it cannot remember all of them?',
  version: 1,
  fields,
  // A text brings its own repeats.
  ownText: { sizes: 'all', values: { planted: 'none' } },
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: '512 strings of a Markov chain with canaries among them, one layer of 1,280 parameters, five seeds',
      config: {
        ...base,
        layers: [1],
        steps: 400,
        datasetSizes: [512],
        repeats: [1, 4, 16],
        distinct: 4,
        seeds: [0, 1, 2, 3, 4],
      },
      before: [{ repeats: [1, 2, 4, 16, 64], distinct: 2, seeds: [0, 1, 2] }],
    },
    {
      id: 'quick',
      label: 'Canaries',
      note: 'Canaries planted 1 to 32 times in a chain, two layers, 1000 steps, four seeds',
      // Eight canaries of each number of copies in 974 strings leave two thirds of these to the chain.
      config: { ...base, datasetSizes: [974], repeats: [1, 2, 4, 8, 16], distinct: 8, seeds: [0, 1, 2, 3] },
      before: [
        { datasetSizes: [487, 974], repeats: [1, 2, 4, 8, 16, 32, 64], distinct: 2, seeds: [0, 1, 2] },
      ],
    },
    {
      id: 'rare',
      label: 'Rare symbols',
      note: 'Symbols whose frequencies fall as 1/i, nothing planted: are strings with rare symbols kept? Three seeds',
      config: {
        ...base,
        source: 'alphabet-16-1',
        planted: 'none',
        layers: [1],
        datasetSizes: [48, 96, 192, 384],
      },
    },
    {
      id: 'copies',
      label: 'Copies',
      note: 'Uniform strings, some of them 2 to 16 times in the data, which the model cannot hold',
      config: {
        ...base,
        source: 'uniform',
        planted: 'copies',
        layers: [1],
        datasetSizes: [384],
        seeds: [0, 1],
        repeats: [1, 2, 4, 8, 16],
        distinct: 4,
      },
    },
  ],
  problems,
  plan: (config) => sweepTrials(config, plantingSettings(plantingOfConfig(config))),
})
