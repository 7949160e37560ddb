/** The variants: each changes one thing of the recipe (science.md §4, "What costs bits"). */
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { SweepConfig } from '@/core/sweep/sweep-config'
import type { Settings } from '@/core/sweep/trial'

/** Ids of the variants, also names of the form's switches. */
export const KNOB_IDS = [
  'textbookRate',
  'constantRate',
  'oneHead',
  'smallInit',
  'fanInInit',
  'slowMomentum',
  'smallBatch',
  'smallBatchRate',
] as const
export type KnobId = (typeof KNOB_IDS)[number]

export interface Knob {
  /** Its name in charts and sentences. */
  readonly label: string
  readonly help: string
  /** Of the config of one width. */
  readonly change: (width: number) => Partial<SweepConfig>
  readonly settings: (width: number) => Settings
}

const TEXTBOOK_RATE = 2e-3
const SMALL_BATCH = 16
/** Two fifths of the recipe's: the best of five rates (science.md §4, "What costs bits"). */
const SMALL_BATCH_RATE = 0.32

export const KNOBS: Readonly<Record<KnobId, Knob>> = {
  textbookRate: {
    label: 'textbook rate',
    help: `Peak learning rate ${TEXTBOOK_RATE} in place of 0.8/d: what textbooks start from.`,
    change: () => ({ learningRate: TEXTBOOK_RATE }),
    settings: () => ({}),
  },
  constantRate: {
    label: 'constant rate',
    help: 'The rate stays at its peak after the warm-up, in place of falling to 0.',
    change: () => ({}),
    settings: () => ({ schedule: 'constant' }),
  },
  oneHead: {
    label: 'one head',
    help: 'All of the width in one attention head: as many parameters.',
    change: () => ({ heads: [1] }),
    settings: () => ({}),
  },
  smallInit: {
    label: 'small init',
    help: `Matrices start half as large as the recipe’s ${RECIPE_OPTIONS.initStd}: GPT-2’s own 0.02.`,
    change: () => ({}),
    settings: () => ({ initStd: 0.02 }),
  },
  fanInInit: {
    label: 'fan-in init',
    help: `All matrices start at 1/√d, one over the root of the width, as many libraries do by the number of inputs: several times the recipe’s ${RECIPE_OPTIONS.initStd}.`,
    change: () => ({}),
    // One number for all matrices. The MLP's second one has 4d inputs: the recipe's own 1/√(2L) makes it right for two layers.
    settings: (width) => ({ initStd: 1 / Math.sqrt(width) }),
  },
  slowMomentum: {
    label: 'β₁ 0.95',
    help: `A longer memory of past gradients than the recipe’s ${RECIPE_OPTIONS.beta1}.`,
    change: () => ({}),
    settings: () => ({ beta1: 0.95 }),
  },
  smallBatch: {
    label: 'small batch',
    help: `${SMALL_BATCH} strings in each step in place of all of them, at the full batch’s rate: as many steps, and less of the data in each.`,
    change: () => ({ batch: SMALL_BATCH }),
    settings: () => ({}),
  },
  smallBatchRate: {
    label: 'small and slow',
    help: `${SMALL_BATCH} strings in each step at ${SMALL_BATCH_RATE}/d, the best of the rates that were tried for them.`,
    change: (width) => ({ batch: SMALL_BATCH, learningRate: SMALL_BATCH_RATE / width }),
    settings: () => ({}),
  },
}

export const RECIPE_KNOB = 'recipe'

/** Which variant a trial or a record is. */
export const knobOf = (settings: Settings): KnobId | typeof RECIPE_KNOB =>
  KNOB_IDS.find((id) => id === settings.knob) ?? RECIPE_KNOB
export const knobLabel = (id: KnobId | typeof RECIPE_KNOB): string =>
  id === RECIPE_KNOB ? 'the recipe' : KNOBS[id].label
