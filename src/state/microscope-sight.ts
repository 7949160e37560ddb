/** What is looked at in a trained model, and what is asked about it. Pure. */
import { type ModelPart, modelParts, partName } from '@/core/model/parts'
import type { Trial } from '@/core/sweep/trial'
import type { Lens, StringAnswer } from '@/runtime/questions'

/** What is looked at. */
export interface Sight {
  /** Index of the training string. */
  readonly string: number
  /** Index of the held-out string beside it. */
  readonly heldOut: number
  readonly step: number
  /** The symbol that is asked about; undefined until there is an answer to choose it by. */
  readonly position: number | undefined
  /** Bits of each weight; undefined for the weights as they are. */
  readonly bits: number | undefined
  /** Parts that are switched off. */
  readonly without: readonly ModelPart[]
  /** Symbols that are given before the model goes on. */
  readonly prefix: number
  /** Symbols in place of the string's own. */
  readonly changed: readonly number[] | undefined
}

export const ROUNDINGS = [8, 7, 6, 5, 4, 3, 2] as const

/** The interpreter does some 10⁹ operations a second: parts are measured one by one where all of them take a few seconds. */
const PARTS_OPERATIONS = 4e9

/** Equal names look at a model in the same way. */
export const lensName = ({ step, bits, without }: Lens): string =>
  [step, bits ?? 'all', ...without.map(partName).toSorted()].join(' ')

export const lensOf = ({ step, bits, without }: Sight): Lens => ({ step, bits, without })

export const firstSight = (trial: Trial, string: number): Sight => ({
  string,
  heldOut: 0,
  step: trial.steps,
  position: undefined,
  bits: undefined,
  without: [],
  prefix: Math.min(3, trial.shape.seqLen - 1),
  changed: undefined,
})

/** A symbol that the model says wrong though it can be known, else the last one. */
export function telling({ tokens, said, choiceBits }: StringAnswer): number {
  const wrong = said.findIndex((symbol, t) => symbol !== tokens[t] && choiceBits[t] === 0)
  return wrong < 0 ? tokens.length - 1 : wrong
}

/** The ways of looking that are measured without being asked for: as it is seen, in full, rounded, and without each part. */
export function lensesFor(state: Sight & { readonly trial: Trial }): Lens[] {
  const own = lensOf(state)
  const { family, shape, params, datasetSize } = state.trial
  const parts = modelParts(family, shape)
  const isCheap = parts.length * 2 * params * shape.seqLen * datasetSize < PARTS_OPERATIONS
  return [
    own,
    { ...own, bits: undefined, without: [] },
    ...[undefined, ...ROUNDINGS].map((bits) => ({ ...own, bits })),
    { ...own, without: [] },
    ...(isCheap ? parts.map((part) => ({ ...own, without: [part] })) : []),
  ]
}
