/**
 * What costs bits: the recipe beside variants that change one thing each, on the same data. A measured capacity is always one of a model
 * and a recipe, and a worse recipe gives a plateau as flat as the best.
 */
import type { z } from 'zod'
import { defineExperiment } from '@/core/sweep/experiment'
import { flagField, type Problem } from '@/core/sweep/fields'
import {
  MAX_TRIALS,
  SWEEP_DEFAULTS,
  type SweepConfig,
  sweepFields,
  sweepProblems,
  sweepSchema,
  sweepTrials,
} from '@/core/sweep/sweep-config'
import type { Trial } from '@/core/sweep/trial'
import { KNOB_IDS, KNOBS, type KnobId } from './knobs'

const knobField = (id: KnobId) =>
  flagField({
    label: KNOBS[id].label.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
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
}

const schema = sweepSchema.extend({
  textbookRate: knobFields.textbookRate.schema,
  constantRate: knobFields.constantRate.schema,
  oneHead: knobFields.oneHead.schema,
  smallInit: knobFields.smallInit.schema,
  fanInInit: knobFields.fanInInit.schema,
  slowMomentum: knobFields.slowMomentum.schema,
  smallBatch: knobFields.smallBatch.schema,
})
type Config = z.infer<typeof schema>

const base = {
  ...SWEEP_DEFAULTS,
  vocab: 16,
  seqLen: 8,
  layers: [1],
  width: [8],
  heads: [2],
  steps: 300,
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

function sweepOf({
  textbookRate,
  constantRate,
  oneHead,
  smallInit,
  fanInInit,
  slowMomentum,
  smallBatch,
  ...sweep
}: Config) {
  const on = { textbookRate, constantRate, oneHead, smallInit, fanInInit, slowMomentum, smallBatch }
  return { sweep, knobs: KNOB_IDS.filter((id) => on[id]) }
}

function plan(config: Config): Trial[] {
  const { sweep, knobs } = sweepOf(config)
  return [
    ...sweepTrials('recipe-knobs', sweep),
    ...knobs.flatMap((knob) => {
      const { change, settings } = KNOBS[knob]
      return byWidth(sweep).flatMap(({ width, own }) =>
        sweepTrials('recipe-knobs', { ...own, ...change }, { ...settings(width), knob }),
      )
    }),
  ]
}

/** One sweep for each width, with its heads: what a variant does may depend on the width. */
const byWidth = (sweep: SweepConfig) =>
  sweep.width.map((width, i) => ({
    width,
    own: { ...sweep, width: [width], heads: [sweep.heads[i] ?? sweep.heads[0]!] },
  }))

function problems(config: Config): Problem[] {
  const { sweep, knobs } = sweepOf(config)
  const found = sweepProblems(sweep)
  if (found.length > 0) return found
  if (knobs.includes('oneHead') && sweep.heads.every((heads) => heads === 1)) {
    return [{ field: 'oneHead', message: 'the model has one head already: give it more, or switch this off' }]
  }
  const trials = plan(config).length
  return trials > MAX_TRIALS
    ? [{ field: 'seeds', message: `makes ${trials} trials; at most ${MAX_TRIALS} fit in one sweep` }]
    : []
}

export default defineExperiment({
  id: 'recipe-knobs',
  group: 'ours',
  order: 2,
  title: 'What costs bits',
  question: 'How much of a model’s memory does a worse training recipe leave unused?',
  version: 1,
  fields: { ...sweepFields, ...knobFields },
  schema,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'One model of 1,216 parameters, two dataset sizes, the recipe and seven variants, two seeds: seconds on every machine',
      config: base,
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'One model of 8,912 parameters, 1000 steps, 4 bits of data for each parameter, one seed: some minutes without a GPU',
      config: { ...longer, dataRatios: [1.3333], seeds: [0] },
    },
    {
      id: 'lecture',
      label: 'Longer',
      note: 'The same on four dataset sizes with three seeds: for a machine with a GPU',
      config: { ...longer, dataRatios: [0.6667, 1.3333, 2.6667, 5.3333], seeds: [0, 1, 2] },
    },
  ],
  problems,
  plan,
})
