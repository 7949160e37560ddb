/** Capacity: train one model size on ever more random strings and see where the memorised bits stop growing (Morris et al. 2025, §3). */
import { defineExperiment } from '@/core/sweep/experiment'
import {
  openSourceField,
  SWEEP_DEFAULTS,
  type SweepConfig,
  sweepFields,
  sweepProblems,
  sweepTrials,
  TINY_MODEL,
  UNIFORM_HELP,
} from '@/core/sweep/sweep-config'

/** Config that the presets share: the recipe of science.md §4 on uniform strings, three seeds. */
const base = {
  ...SWEEP_DEFAULTS,
  vocab: 64,
  seqLen: 32,
  layers: [2],
  seeds: [0, 1, 2],
} satisfies Partial<SweepConfig>

const RATIOS = [0.25, 0.5, 0.75, 1, 1.5, 2, 4]

export default defineExperiment({
  id: 'capacity',
  group: 'morris',
  order: 1,
  title: 'The capacity plateau',
  question: 'How many bits of random strings can a transformer hold before it is full?',
  version: 1,
  fields: { ...sweepFields, source: openSourceField(['uniform'], UNIFORM_HELP) },
  ownText: { sizes: 'growing', values: {} },
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'One model of 1,216 parameters, six dataset sizes, three seeds: seconds on every machine',
      config: {
        ...TINY_MODEL,
        datasetSizes: [8, 16, 32, 64, 128, 256],
        seeds: [0, 1, 2],
      },
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
      note: 'Four models of 3,048 to 18,360 parameters, longer training: for a machine with a GPU',
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
  ],
  problems: sweepProblems,
  plan: sweepTrials,
})
