/**
 * Precision: how many bits a weight needs to hold what it holds (Morris et al. 2025, §3.2, who doubled them and gained a tenth). Weights
 * rounded while they train, stored so or only computed with so, and integers of 8 to 2 bits after training.
 */
import { FORWARD, STORED } from '@/core/model/precision'
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, choiceField } from '@/core/sweep/fields'
import { sweepFields, sweepProblems, sweepTrials, TINY_MODEL } from '@/core/sweep/sweep-config'

const fields = {
  ...sweepFields,
  precision: choiceField({
    choices: ['float32', 'stored', 'forward', 'all'],
    label: 'Precision while it trains',
    help: 'Compared with float32: weights stored in 16 bits, or only computed with in 16 bits (forward), or all of these. Rounding is emulated, even on devices with 16-bit arithmetic of their own.',
    group: 'training',
  }),
}

type Config = ConfigOf<typeof fields>

const BESIDE_FLOAT32: Readonly<Record<Config['precision'], readonly string[]>> = {
  float32: [],
  stored: STORED,
  forward: FORWARD,
  all: [...FORWARD, ...STORED],
}

const base = {
  ...TINY_MODEL,
  // 4 bits of data for each of 1,216 parameters.
  datasetSizes: [152],
  seeds: [0, 1],
  precision: 'all',
} satisfies Config

const lecture = {
  ...base,
  vocab: 64,
  seqLen: 16,
  layers: [2],
  width: [16],
  heads: [4],
  steps: 1000,
  datasetSizes: [],
  dataRatios: [1.3333],
  seeds: [0, 1, 2],
} satisfies Config

export default defineExperiment({
  id: 'precision',
  group: 'morris',
  order: 4,
  title: 'Precision',
  question: 'How many bits must each weight be stored in to keep the few that it holds?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'One model of 1,216 parameters in float32 and in five other ways, six seeds',
      config: { ...base, seeds: [0, 1, 2, 3, 4, 5] },
      before: [{ seeds: [0, 1] }],
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'One model of 8,912 parameters, 1000 steps, three seeds, in float32 and in five other ways',
      config: lecture,
      before: [{ seeds: [0] }],
    },
    {
      id: 'lecture',
      label: 'Longer',
      note: 'The same with eight seeds',
      config: { ...lecture, seeds: [0, 1, 2, 3, 4, 5, 6, 7] },
      before: [{ seeds: [0, 1, 2] }],
    },
    {
      id: 'after',
      label: 'After training',
      note: 'Three seeds in float32 alone, rounded to 8 … 2 bits at the end',
      config: { ...lecture, precision: 'float32' },
    },
  ],
  problems: sweepProblems,
  plan: (config) => [
    ...sweepTrials(config),
    ...BESIDE_FLOAT32[config.precision].flatMap((precision) => sweepTrials(config, { precision })),
  ],
})
