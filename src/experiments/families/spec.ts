/**
 * Families: GPT-2, Llama, Pythia and Phi, tied and untied, under one recipe on the same strings. Speicher et al. 2024 compare pretrained models
 * of these families; here only their blocks differ.
 */
import { families, familyById } from '@/core/model/families'
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, choiceField, type Problem } from '@/core/sweep/fields'
import { SWEEP_DEFAULTS, sweepFields, sweepProblems, sweepTrials } from '@/core/sweep/sweep-config'

const ALL = 'all'
const familyIds = [...families.keys()]

const fields = {
  ...sweepFields,
  family: choiceField({
    choices: [ALL, ...familyIds],
    label: 'Family',
    help: 'All side by side, or one of them.',
    group: 'model',
  }),
  tied: choiceField({
    choices: ['untied', 'tied', 'both'],
    label: 'Embeddings',
    help: 'Tied: one matrix both embeds and predicts symbols, which saves parameters and costs bits.',
    group: 'model',
  }),
}

type Config = ConfigOf<typeof fields>

/** One plain sweep for each family and kind of embedding. */
const sweepsOf = ({ family, tied, ...rest }: Config) =>
  (family === ALL ? familyIds : [family]).flatMap((id) =>
    (tied === 'both' ? [false, true] : [tied === 'tied']).map((isTied) => ({
      ...rest,
      family: id,
      tied: isTied,
    })),
  )

function problems(config: Config): Problem[] {
  return sweepsOf(config).flatMap((sweep) =>
    sweepProblems(sweep).map(({ field, message }) => ({
      field,
      message: config.family === ALL ? `${familyById(sweep.family).label}: ${message}` : message,
    })),
  )
}

const base = {
  ...SWEEP_DEFAULTS,
  vocab: 16,
  seqLen: 8,
  family: ALL,
  layers: [2],
  width: [8],
  heads: [2],
  tied: 'untied',
  steps: 300,
  datasetSizes: [16, 32, 64, 128, 256],
  seeds: [0],
} satisfies Config

export default defineExperiment({
  id: 'families',
  group: 'speicher',
  order: 13,
  title: 'Families of models',
  question: 'Do GPT-2, Llama, Pythia and Phi remember equally much per parameter?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Four families of one layer, about 1,200 parameters, five dataset sizes, three seeds: 60 runs',
      // With two layers some of them are not full of 256 strings after so few steps.
      config: { ...base, layers: [1], seeds: [0, 1, 2] },
      before: [{ layers: [2], seeds: [0] }],
    },
    {
      id: 'tied',
      label: 'Tied and untied',
      note: 'The same with two layers, each family with untied and with tied embeddings, three seeds',
      config: { ...base, tied: 'both', seeds: [0, 1, 2] },
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'Two layers of width 16, two heads, seven amounts of data, three seeds',
      config: {
        ...base,
        vocab: 64,
        seqLen: 32,
        layers: [2],
        width: [16],
        // Eight channels each: enough for a quarter and a half of a head to differ.
        heads: [2],
        datasetSizes: [],
        dataRatios: [0.25, 0.5, 0.75, 1, 1.5, 2, 4],
        steps: 400,
        seeds: [0, 1, 2],
      },
    },
  ],
  problems,
  plan: (config) => sweepsOf(config).flatMap((sweep) => sweepTrials(sweep)),
})
