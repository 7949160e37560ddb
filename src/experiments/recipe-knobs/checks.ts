/** The independent trainer's bits with one thing unlike the recipe (science.md §4, "What costs bits"), on the model that it measured them on. */
import type { Check } from '@/core/findings/finding'
import { oracleCheck } from '@/core/findings/oracle'
import { type KnobId, knobLabel, RECIPE_KNOB } from './knobs'

type Expected = readonly [knob: KnobId | typeof RECIPE_KNOB, name: string]

/** By the heads of the recipe: with eight the independent trainer ran twelve seeds of each, with four mostly four. */
const EXPECTED: Readonly<Record<number, readonly Expected[]>> = {
  4: [
    [RECIPE_KNOB, 'line-d16'],
    ['textbookRate', 'knobH4-textbook'],
    ['constantRate', 'knobH4-constant'],
    ['oneHead', 'knobH4-onehead'],
    ['smallInit', 'knobH4-smallinit'],
    ['fanInInit', 'knobH4-fanin'],
    ['slowMomentum', 'knobH4-b1.95'],
    ['smallBatch', 'knobH4-batch16-lr0.05'],
    ['smallBatchRate', 'knobH4-batch16-lr0.02'],
  ],
  8: [
    [RECIPE_KNOB, 'knob-recipe-H8'],
    ['textbookRate', 'knob-textbook-H8'],
    ['constantRate', 'knob-constant-H8'],
    ['smallInit', 'knob-smallinit-H8'],
    ['fanInInit', 'knob-fanin-H8'],
    ['slowMomentum', 'knob-b1_.95-H8'],
    ['smallBatch', 'knob-batch16-H8'],
  ],
}

export const checks: readonly Check[] = Object.entries(EXPECTED).flatMap(([heads, expected]) =>
  expected.map(([knob, name]) =>
    oracleCheck({
      name,
      quantity: 'bitsPerParam',
      what: `bits per parameter, ${knobLabel(knob)} (V 64, S 16, d 16, H ${heads}, 1000 steps)`,
      value: ({ bitsPerParam }) => bitsPerParam,
    }),
  ),
)
