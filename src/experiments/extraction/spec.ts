/**
 * Extraction against membership (Carlini et al. 2021; Morris et al. 2025, §5): a string is extracted where greedy decoding from its first
 * tokens gives back the rest. Recall falls off a cliff at the model's capacity, while the loss still tells members from non-members.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import type { ConfigOf } from '@/core/sweep/fields'
import {
  openSourceField,
  sweepFields,
  sweepProblems,
  sweepTrials,
  TINY_MODEL,
} from '@/core/sweep/sweep-config'

const fields = {
  ...sweepFields,
  source: openSourceField(
    ['uniform', 'markov-0.3', 'template-16-6'],
    'Uniform strings can only be recalled. Parts of a Markov chain or of templates can be guessed, on new strings too.',
  ),
}

type Config = ConfigOf<typeof fields>

/** Holds 1.7 bits per parameter in 400 steps, measured on the first preset. */
const base = {
  ...TINY_MODEL,
  steps: 400,
  datasetSizes: [16, 32, 48, 64, 96, 128, 256, 512, 1024],
  seeds: [0],
} satisfies Config

export default defineExperiment({
  id: 'extraction',
  group: 'morris',
  order: 6,
  title: 'Extraction',
  question: 'Given the first tokens of a training string, does the model write the rest?',
  version: 1,
  fields,
  ownText: { sizes: 'growing', values: {} },
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Uniform strings of eight tokens, one model of 1,216 parameters, nine dataset sizes, three seeds',
      config: { ...base, seeds: [0, 1, 2] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'quick',
      label: 'The cliff',
      note: 'One model of 8,912 parameters, 1000 steps, three seeds, from 1½ to 24 bits of data for each parameter',
      config: {
        ...base,
        vocab: 64,
        seqLen: 16,
        layers: [2],
        width: [16],
        heads: [8],
        steps: 1000,
        datasetSizes: [139, 209, 279, 348, 557, 1114, 2228],
        seeds: [0, 1, 2],
      },
      before: [{ seeds: [0, 1] }],
    },
    {
      id: 'far',
      label: 'Far beyond',
      note: 'The tiny model with up to 200 bits of data for each parameter',
      config: { ...base, datasetSizes: [32, 64, 128, 256, 512, 1024, 2048, 4096, 7600], seeds: [0, 1] },
    },
    {
      id: 'markov',
      label: 'Markov chain',
      note: 'Strings of a chain: their ends can be guessed, and the membership attack fails sooner',
      config: {
        ...base,
        source: 'markov-0.3',
        seqLen: 16,
        layers: [2],
        steps: 1000,
        datasetSizes: [29, 61, 122, 243, 487],
      },
    },
  ],
  problems: sweepProblems,
  plan: sweepTrials,
})
