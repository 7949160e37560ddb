/**
 * Double descent: test loss rises while the data still fit into the model, peaks where they just no longer do, and falls beyond
 * (Morris et al. 2025, §4; Nakkiran et al. 2019). Our sources know their own probabilities, so what was memorised and what was
 * generalised are split exactly.
 */
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numbersField } from '@/core/sweep/fields'
import {
  FULL_BATCH,
  ORACLE_MARKOV,
  sourceField,
  sweepFields,
  sweepProblems,
  sweepTrials,
} from '@/core/sweep/sweep-config'

const fields = {
  ...sweepFields,
  source: sourceField(
    ['markov-0.3', 'template-16-6', 'uniform'],
    'A Markov chain or templates can be learned, so a real second descent exists; uniform strings cannot, and their peak is over-confidence.',
  ),
  weightDecay: numbersField({
    min: 0,
    max: 10,
    maxItems: 4,
    label: 'Weight decay',
    help: 'Decoupled, as in AdamW. The recipe has 0.01; 0.5 removes the peak. Several values are trained side by side.',
    group: 'training',
  }),
}

type Config = ConfigOf<typeof fields>

const base = {
  ...ORACLE_MARKOV,
  // Close about the peak, so that its place does not hang on the grid.
  datasetSizes: [29, 41, 58, 74, 92, 106, 122, 180, 243, 487],
  // Chains of four seeds: one chain is easier than another.
  seeds: [0, 1, 2, 3],
  weightDecay: [RECIPE_OPTIONS.weightDecay],
} satisfies Config

/** What presets were while they had two seeds. */
const twoSeeds = [{ seeds: [0, 1] }]

export default defineExperiment({
  id: 'double-descent',
  group: 'morris',
  order: 3,
  title: 'Double descent',
  question: 'Why does a model get worse on new strings just before it starts to understand them?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'A Markov chain, one layer of 1,280 parameters, five dataset sizes, four seeds: 20 runs of 2,400 steps',
      config: {
        ...base,
        layers: [1],
        // Four about the peak: closer ones only scatter its place. One far beyond it, of which a step sees half.
        datasetSizes: [28, 40, 56, 78, 270],
        batch: 135,
        // After 800 steps the place of the peak scatters by 10 % over seeds and lies 6 % too far right; after 2,400 by 7 % and 1 %.
        steps: 2400,
      },
      before: [
        {
          layers: [2],
          datasetSizes: [22, 29, 41, 58, 74, 92, 106, 122, 180, 365],
          batch: FULL_BATCH,
          steps: 400,
          seeds: [0, 1],
        },
        { datasetSizes: [24, 34, 44, 55, 63, 73, 107, 270], batch: FULL_BATCH, steps: 800 },
      ],
    },
    {
      id: 'quick',
      label: 'By data',
      note: 'Two layers, ten dataset sizes, 1000 steps, four seeds: 40 runs',
      config: base,
      before: twoSeeds,
    },
    {
      id: 'long',
      label: 'Longer training',
      note: 'The same with 4000 steps, after which the peak is where the model is full by every measure',
      config: { ...base, steps: 4000 },
    },
    {
      id: 'decay',
      label: 'Weight decay',
      note: 'The same, with and without strong weight decay, which removes the peak: 80 runs',
      config: { ...base, weightDecay: [RECIPE_OPTIONS.weightDecay, 0.5] },
      before: twoSeeds,
    },
    {
      id: 'models',
      label: 'By model size',
      note: '366 strings of the chain, six models of 250 to 27,040 parameters, two seeds',
      config: {
        ...base,
        datasetSizes: [366],
        width: [2, 4, 8, 12, 16, 32],
        heads: [1, 1, 2, 3, 4, 8],
        seeds: [0, 1],
      },
    },
    {
      id: 'far',
      label: 'Far beyond',
      note: 'The chain up to 40 bits of data for each parameter, four seeds',
      config: { ...base, datasetSizes: [...base.datasetSizes, 974, 1947] },
      before: [{ seeds: [0, 1, 2] }],
    },
    {
      id: 'templates',
      label: 'Templates',
      note: 'Sixteen templates with six free places each: another source that can be learned. 40 runs',
      config: { ...base, source: 'template-16-6' },
      before: twoSeeds,
    },
    {
      id: 'uniform',
      label: 'Over-confidence',
      note: 'Uniform strings: nothing can be learned, and the test loss can only return to log₂ V. 40 runs',
      config: {
        ...base,
        source: 'uniform',
        datasetSizes: [24, 34, 41, 48, 58, 72, 96, 144, 288, 576],
      },
      before: twoSeeds,
    },
    {
      id: 'uniform-64',
      label: '64 symbols',
      note: 'Uniform strings of 64 symbols, 8,912 parameters, 0.75 to 12 bits of data for each, four seeds',
      config: {
        ...base,
        source: 'uniform',
        vocab: 64,
        width: [16],
        heads: [8],
        datasetSizes: [],
        dataRatios: [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4],
      },
      before: [{ seeds: [0] }],
    },
  ],
  problems: sweepProblems,
  plan: (config) =>
    config.weightDecay.flatMap((weightDecay) =>
      sweepTrials(
        config,
        // The recipe's own is no deviation: such a trial is the same as any other sweep's.
        weightDecay === RECIPE_OPTIONS.weightDecay ? {} : { weightDecay },
      ),
    ),
})
