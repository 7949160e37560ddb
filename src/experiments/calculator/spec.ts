/**
 * Calculator: from a fitted price of a bit to what a model of any size could hold, and what such a figure means. A small sweep of its own
 * gives the line; the asked-for size is no part of any trial, so that another one trains nothing again.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numberField } from '@/core/sweep/fields'
import { SWEEP_DEFAULTS, sweepFields, sweepProblems, sweepTrials } from '@/core/sweep/sweep-config'
import { ASKED_PARAMS } from './series'

const fields = {
  ...sweepFields,
  modelParams: numberField({
    min: 1,
    max: 1e13,
    integer: true,
    label: 'Your model',
    unit: 'parameters',
    help: 'How large a model to ask about: 500000, or 1500000000. Changing it needs no training.',
    group: 'model',
  }),
}

const base = {
  ...SWEEP_DEFAULTS,
  vocab: 16,
  seqLen: 8,
  layers: [1],
  width: [4, 8, 12],
  heads: [1, 2, 3],
  steps: 300,
  dataRatios: [1.3333],
  seeds: [0, 1, 2],
  modelParams: ASKED_PARAMS,
} satisfies ConfigOf<typeof fields>

/** Strings and training of the independent trainer's capacity line (docs/oracle/README.md, science.md §4). */
const longer = { ...base, vocab: 64, seqLen: 16, layers: [2], steps: 1000 } satisfies ConfigOf<typeof fields>

export default defineExperiment({
  id: 'calculator',
  group: 'ours',
  order: 1,
  title: 'The calculator',
  question: 'How much could a model of any size remember, and what does such a number mean?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Three models of 416 to 2,400 parameters, three seeds',
      config: base,
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'Four models of 1,076 to 8,912 parameters, 1000 steps, three seeds',
      config: { ...longer, width: [4, 8, 12, 16], heads: [1, 2, 3, 4] },
    },
    {
      id: 'line',
      label: 'A longer line',
      note: 'Six models of 1,076 to 30,112 parameters, 1000 steps, three seeds',
      config: { ...longer, width: [4, 8, 12, 16, 24, 32], heads: [1, 2, 3, 4, 6, 8], batch: 1024 },
    },
  ],
  problems: sweepProblems,
  plan: sweepTrials,
})
