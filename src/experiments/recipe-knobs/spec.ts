/**
 * What costs bits: the recipe beside variants that change one thing each, on the same data. A measured capacity is always one of a model
 * and a recipe, and a worse recipe gives a plateau as flat as the best.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, flagField, type Problem } from '@/core/sweep/fields'
import { sweepFields, sweepProblems, sweepTrials, TINY_MODEL } from '@/core/sweep/sweep-config'
import type { TrialParts } from '@/core/sweep/trial'
import { capitalised } from '@/core/text/capitalised'
import { KNOB_IDS, KNOBS, type KnobId } from './knobs'

const knobField = (id: KnobId) =>
  flagField({
    label: capitalised(KNOBS[id].label),
    help: KNOBS[id].help,
    group: 'training',
  })

const knobFields = {
  textbookRate: knobField('textbookRate'),
  constantRate: knobField('constantRate'),
  oneHead: knobField('oneHead'),
  smallInit: knobField('smallInit'),
  fanInInit: knobField('fanInInit'),
  slowMomentum: knobField('slowMomentum'),
  smallBatch: knobField('smallBatch'),
  smallBatchRate: knobField('smallBatchRate'),
}

const fields = { ...sweepFields, ...knobFields }

type Config = ConfigOf<typeof fields>

const base = {
  ...TINY_MODEL,
  // 2 and 4 bits of data for each of 1,216 parameters.
  datasetSizes: [76, 152],
  seeds: [0, 1],
  textbookRate: true,
  constantRate: true,
  oneHead: true,
  smallInit: true,
  fanInInit: true,
  slowMomentum: true,
  smallBatch: true,
  smallBatchRate: true,
} satisfies Config

/** The independent trainer's model and training (docs/oracle/README.md, science.md §4). */
const longer = {
  ...base,
  vocab: 64,
  seqLen: 16,
  layers: [2],
  width: [16],
  heads: [4],
  steps: 1000,
  datasetSizes: [],
} satisfies Config

/** One sweep for each width, with its heads: what a variant does may depend on the width. */
const byWidth = (config: Config) =>
  config.width.map((width, i) => ({
    width,
    own: { ...config, width: [width], heads: [config.heads[i] ?? config.heads[0]!] },
  }))

const variantTrials = (config: Config, knob: KnobId): TrialParts[] => {
  const { change, settings } = KNOBS[knob]
  return byWidth(config).flatMap(({ width, own }) =>
    sweepTrials({ ...own, ...change(width) }, { ...settings(width), knob }),
  )
}

function problems(config: Config): Problem[] {
  const found = sweepProblems(config)
  return found.length === 0 && config.oneHead && config.heads.every((heads) => heads === 1)
    ? [{ field: 'oneHead', message: 'the model has one head already: give it more, or switch this off' }]
    : found
}

export default defineExperiment({
  id: 'recipe-knobs',
  group: 'ours',
  order: 2,
  title: 'What costs bits',
  question: 'How much of a model’s memory does a worse training recipe leave unused?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'One model of 1,216 parameters, two dataset sizes, the recipe and eight variants, five seeds',
      config: { ...base, seeds: [0, 1, 2, 3, 4] },
      before: [{ seeds: [0, 1], smallBatchRate: false }],
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'One model of 8,912 parameters, 1000 steps, 4 bits of data for each parameter, three seeds',
      config: { ...longer, dataRatios: [1.3333], seeds: [0, 1, 2] },
      before: [{ seeds: [0], smallBatchRate: false }],
    },
    {
      id: 'lecture',
      label: 'Longer',
      note: 'The same on four dataset sizes with three seeds',
      config: { ...longer, dataRatios: [0.6667, 1.3333, 2.6667, 5.3333], seeds: [0, 1, 2] },
      before: [{ smallBatchRate: false }],
    },
  ],
  problems,
  plan: (config) => [
    ...sweepTrials(config),
    ...KNOB_IDS.filter((id) => config[id]).flatMap((knob) => variantTrials(config, knob)),
  ],
})
