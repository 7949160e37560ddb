/** The batch of each step, on tensors. A population whose batches are all of its data has one, which is made once. */
import { batchIndices } from '@/core/data/batch-order'
import type { Member, PopulationSpec } from '../contract/trainer'
import { type ComposedBatch, createBatch, disposeBatch } from './composed-batch'

export interface StepBatches {
  /** @param step from 0. @param use must not keep the batch. */
  withBatch<T>(step: number, use: (batch: ComposedBatch) => T): T
  /** From the next step on, each member's batch is the strings from `first[m]` on. @throws RangeError where batches are all of the data. */
  fix(first: readonly number[]): void
  dispose(): void
}

export function createStepBatches({ shape, members }: PopulationSpec): StepBatches {
  const { seqLen } = shape
  const widest = Math.max(...members.map((member) => member.batch))
  const whole = members.every((member) => member.batch * seqLen === member.tokens.length)
    ? createBatch(
        shape,
        members.map((member) => member.tokens),
        widest,
      )
    : undefined
  let firstStrings: readonly number[] | undefined
  return {
    withBatch(step, use) {
      if (whole) return use(whole)
      const tokens = members.map((member, m) => stepTokens(member, step, seqLen, firstStrings?.[m]))
      const batch = createBatch(shape, tokens, widest)
      const result = use(batch)
      disposeBatch(batch)
      return result
    },
    fix(first) {
      if (whole) throw new RangeError('every batch is all of its data: there is nothing to choose from')
      firstStrings = first
    },
    dispose() {
      if (whole) disposeBatch(whole)
    },
  }
}

/** The strings that one member trains on in one step, (B, S): from `first` on where it is given, else drawn. */
function stepTokens(member: Member, step: number, seqLen: number, first: number | undefined): Int32Array {
  if (first !== undefined) return member.tokens.subarray(first * seqLen, (first + member.batch) * seqLen)
  const count = member.tokens.length / seqLen
  if (member.batch === count) return member.tokens
  const tokens = new Int32Array(member.batch * seqLen)
  batchIndices(member.seed, step, member.batch, count).forEach((index, b) => {
    tokens.set(member.tokens.subarray(index * seqLen, (index + 1) * seqLen), b * seqLen)
  })
  return tokens
}
