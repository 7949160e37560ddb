/** Capacity: train one model size on ever more random strings and see where the memorised bits stop growing (Morris et al. 2025, §3). */
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, choiceField } from '@/core/sweep/fields'
import {
  openSourceField,
  SWEEP_DEFAULTS,
  sweepFields,
  sweepProblems,
  sweepTrials,
  TINY_MODEL,
  UNIFORM_HELP,
} from '@/core/sweep/sweep-config'

const fields = {
  ...sweepFields,
  schedule: choiceField({
    choices: ['cosine', 'constant'],
    label: 'Rate after the warm-up',
    help: 'Cosine: the rate falls to 0 by the last step, so all runs settle together. Constant: the rate stays, so runs can be compared while they train.',
    group: 'training',
  }),
}

type Config = ConfigOf<typeof fields>

/** Config that the presets share: the recipe of science.md §4 on uniform strings, three seeds. */
const base = {
  ...SWEEP_DEFAULTS,
  vocab: 64,
  seqLen: 32,
  layers: [2],
  seeds: [0, 1, 2],
  schedule: RECIPE_OPTIONS.schedule,
} satisfies Partial<Config>

const RATIOS = [0.25, 0.5, 0.75, 1, 1.5, 2, 4]

export default defineExperiment({
  id: 'capacity',
  group: 'morris',
  order: 1,
  title: 'The capacity plateau',
  question: 'How many bits of random strings can a transformer hold before it is full?',
  version: 1,
  fields: { ...fields, source: openSourceField(['uniform'], UNIFORM_HELP) },
  ownText: {
    sizes: 'growing',
    values: {},
    question: 'How many bits of your text can a transformer hold before it is full?',
  },
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'One model of 1,216 parameters, seven dataset sizes, four seeds',
      config: {
        ...TINY_MODEL,
        // The last two tell that the bits stop growing: from 128 to 256 strings they still gain a twentieth.
        datasetSizes: [8, 16, 32, 64, 128, 256, 512],
        seeds: [0, 1, 2, 3],
        schedule: RECIPE_OPTIONS.schedule,
      },
      before: [{ datasetSizes: [8, 16, 32, 64, 128, 256], seeds: [0, 1, 2] }],
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'Two models of 3,048 and 9,168 parameters, seven dataset sizes, three seeds',
      config: { ...base, width: [8, 16], heads: [4, 8], dataRatios: RATIOS, steps: 400 },
    },
    {
      id: 'lecture',
      label: 'Lecture',
      note: 'Four models of 3,048 to 18,360 parameters, longer training',
      config: {
        ...base,
        width: [8, 12, 16, 24],
        heads: [2, 3, 4, 6],
        dataRatios: RATIOS,
        steps: 1000,
        batch: 512,
      },
    },
    {
      id: 'class',
      label: 'Class',
      note: 'One model of 2,048 parameters, seven dataset sizes, twelve seeds: 84 runs of similar length, for a class that trains them in its browser tabs',
      config: {
        ...base,
        seqLen: 16,
        layers: [1],
        width: [8],
        heads: [4],
        // No run is worth waiting for: the longest is 3 % of the whole. So there is no ratio of 4, as others have, whose runs would be longer.
        dataRatios: [0.25, 0.5, 0.75, 1, 1.5, 2, 3],
        steps: 1000,
        seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      },
    },
    {
      id: 'full',
      label: 'Full',
      note: 'The capacity line: eight models, 1,076 to 109,000 parameters, each past its capacity',
      config: {
        ...base,
        seqLen: 16,
        width: [4, 8, 12, 16, 24, 32, 48, 64],
        heads: [1, 2, 3, 4, 6, 8, 12, 16],
        dataRatios: [1.3333],
        steps: 1000,
        batch: 1024,
      },
    },
    {
      id: 'convergence',
      label: 'Learning speed',
      note: 'Do more strings take longer to learn? One model of 2,920 parameters, 61 to 488 strings, the same batch size and a constant rate for all, 8,000 steps, four seeds',
      config: {
        ...base,
        seqLen: 16,
        width: [8],
        heads: [2],
        // ½ … 4 times 2.1 bits for each parameter. At the recipe's own rate a constant schedule never comes to rest.
        datasetSizes: [61, 122, 244, 488],
        batch: 61,
        learningRate: 0.02,
        schedule: 'constant',
        steps: 8000,
        seeds: [0, 1, 2, 3],
      },
    },
    {
      id: 'paper',
      label: 'The paper’s smallest row',
      note: 'The smallest model of the paper’s Table 1, 80,384 parameters, trained for a thousandth of the steps, one seed',
      config: {
        ...base,
        vocab: 2048,
        seqLen: 64,
        layers: [1],
        width: [32],
        heads: [8],
        tied: true,
        datasetSizes: [256, 512, 1024],
        batch: 128,
        steps: 1000,
        seeds: [0],
      },
    },
  ],
  problems: sweepProblems,
  plan: ({ schedule, ...config }) =>
    // The recipe's own is no deviation: such a trial is the same as any other sweep's.
    sweepTrials(config, schedule === RECIPE_OPTIONS.schedule ? {} : { schedule }),
})
