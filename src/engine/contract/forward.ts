/** The contract of a family's engine half: one forward pass over the ops that it is handed. */
import type { ModelShape } from '@/core/model/family'
import type { Ops } from './ops'

export interface FamilyForward {
  forward<Activation, TokenCodeLengths>(
    ops: Ops<Activation, TokenCodeLengths>,
    shape: ModelShape,
  ): TokenCodeLengths
}
