/** The independent trainer's bits with one thing unlike the recipe (science.md §4, "What costs bits"), on the model that it measured them on. */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'
import { type KnobId, knobLabel, RECIPE_KNOB } from './knobs'

const KNOBS: readonly (readonly [knob: KnobId | typeof RECIPE_KNOB, name: string])[] = [
  [RECIPE_KNOB, 'line-d16'],
  ['textbookRate', 'knobH4-textbook'],
  ['constantRate', 'knobH4-constant'],
  ['oneHead', 'knobH4-onehead'],
  ['smallInit', 'knobH4-smallinit'],
  ['fanInInit', 'knobH4-fanin'],
  ['slowMomentum', 'knobH4-b1.95'],
  ['smallBatch', 'knobH4-batch16-lr0.05'],
  ['smallBatchRate', 'knobH4-batch16-lr0.02'],
]

export const checks: readonly Check[] = KNOBS.map(([knob, name]) =>
  oracleCheck({
    name,
    quantity: 'bitsPerParam',
    what: `bits per parameter, ${knobLabel(knob)} (V 64, S 16, d 16, 1000 steps)`,
    value: ({ bitsPerParam }) => bitsPerParam,
  }),
)
