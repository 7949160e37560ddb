/**
 * Membership inference by a threshold on the loss (Yeom et al. 2018; Morris et al. 2025, §5): given a string, was it trained on? While the
 * data fit, the answer is certain; with more data than the model can hold, it falls to chance.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import type { ConfigOf } from '@/core/sweep/fields'
import {
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
    'What a Markov chain or templates teach helps on new strings too, so the attack fails sooner than on uniform strings.',
  ),
}

type Config = ConfigOf<typeof fields>

const base = {
  ...ORACLE_MARKOV,
  // ½ … 16 times 2.5 bits per parameter.
  datasetSizes: [61, 122, 243, 487, 974, 1947],
  seeds: [0, 1, 2],
} satisfies Config

export default defineExperiment({
  id: 'membership',
  group: 'morris',
  order: 5,
  title: 'Membership inference',
  question: 'Given a string and a model, can one tell whether the model was trained on it?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'A Markov chain, one layer of 1,280 parameters, five dataset sizes, three seeds, 400 steps',
      config: { ...base, layers: [1], steps: 400, datasetSizes: [36, 72, 145, 289, 720] },
      before: [{ datasetSizes: [36, 72, 145, 289, 578, 1156], seeds: [0] }],
    },
    {
      id: 'quick',
      label: 'Markov chain',
      note: 'Two layers, 1000 steps, three seeds, up to 40 bits of data for each parameter',
      config: base,
    },
    {
      id: 'uniform',
      label: 'Uniform',
      note: 'Nothing can be learned but the strings, so the attack survives far more data',
      config: {
        ...base,
        source: 'uniform',
        vocab: 64,
        datasetSizes: [76, 304, 608, 1217, 2433, 4867, 9733],
        seeds: [0, 1],
      },
    },
    {
      id: 'templates',
      label: 'Templates',
      note: 'Sixteen templates with six free places each: another source that can be learned',
      config: { ...base, source: 'template-16-6' },
    },
  ],
  problems: sweepProblems,
  plan: sweepTrials,
})
