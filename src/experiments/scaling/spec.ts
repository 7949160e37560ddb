/**
 * Scaling: capacity against parameters, over widths and layers, every model trained on more data than it can hold (Morris et al. 2025,
 * §3.2). The vocabulary is a list here: it adds parameters to the embeddings alone, which tells what those hold.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numbersField } from '@/core/sweep/fields'
import {
  FULL_BATCH,
  SWEEP_DEFAULTS,
  sweepFields,
  sweepProblems,
  sweepTrials,
} from '@/core/sweep/sweep-config'

const fields = {
  ...sweepFields,
  vocab: numbersField({
    min: 2,
    max: 4096,
    integer: true,
    maxItems: 8,
    label: 'Vocabulary V',
    unit: 'symbols',
    help: 'Symbols in the alphabet: each carries log₂ V bits. Several values make models that differ only in their embeddings.',
    group: 'strings',
  }),
}

type Config = ConfigOf<typeof fields>

const base = {
  ...SWEEP_DEFAULTS,
  vocab: [64],
  seqLen: 16,
  layers: [2],
  steps: 1000,
  // 4 and 8 bits of data for each parameter: whether the second adds anything tells whether the model is full.
  dataRatios: [1.3333, 2.7],
  seeds: [0, 1, 2],
} satisfies Partial<Config>

export default defineExperiment({
  id: 'scaling',
  group: 'morris',
  order: 2,
  title: 'Capacity and size',
  question: 'Does a model twice the size hold twice as many bits?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Three widths with one layer, 1,216 to 4,896 parameters, two dataset sizes each, four seeds',
      config: {
        ...base,
        vocab: [16],
        seqLen: 8,
        // Narrower models, and two layers, are still far from trained after as many steps: they would bend the line for that alone.
        layers: [1],
        width: [8, 12, 18],
        heads: [2, 3, 6],
        steps: 300,
        // 2.4 and 5 bits of data for each parameter: these models hold 1.7.
        dataRatios: [0.8, 1.65],
        // Half of the largest dataset.
        batch: 380,
        seeds: [0, 1, 2, 3],
      },
      before: [
        {
          width: [4, 8, 12],
          heads: [1, 2, 3],
          dataRatios: [1.3333, 2.7],
          batch: FULL_BATCH,
          seeds: [0, 1, 2],
        },
      ],
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'Three widths with one and two layers, 2,048 to 8,912 parameters, two dataset sizes each, 400 steps, three seeds',
      config: { ...base, layers: [1, 2], width: [8, 12, 16], heads: [2, 3, 4], steps: 400 },
      before: [{ dataRatios: [1.3333] }],
    },
    {
      id: 'layers',
      label: 'Widths and layers',
      note: 'Four widths with one, two and four layers, three seeds',
      config: { ...base, layers: [1, 2, 4], width: [8, 12, 16, 24], heads: [2, 3, 4, 6], steps: 400 },
    },
    {
      id: 'embeddings',
      label: 'Embeddings',
      note: 'Vocabularies of 16 to 256 symbols at two widths: only the embeddings grow',
      config: { ...base, vocab: [16, 64, 256], width: [8, 16], heads: [2, 4], steps: 400 },
    },
    {
      id: 'line',
      label: 'The line',
      note: 'Eight widths, 1,076 to 109,376 parameters, two dataset sizes each, 1000 steps',
      config: {
        ...base,
        width: [4, 8, 12, 16, 24, 32, 48, 64],
        heads: [1, 2, 3, 4, 6, 8, 12, 16],
        batch: 1024,
      },
      before: [{ dataRatios: [1.3333] }],
    },
  ],
  problems: ({ vocab, ...rest }) => vocab.flatMap((own) => sweepProblems({ ...rest, vocab: own })),
  plan: ({ vocab, ...rest }) => vocab.flatMap((own) => sweepTrials({ ...rest, vocab: own })),
})
