/**
 * A population in training, as the loop sees it. Steps are enqueued and never awaited; losses and code lengths come back when the
 * device has them. Both paths implement it: composed tf.js ops and the replayed plan.
 */
import type { ModelShape } from '@/core/family'
import type { TrainingOptions } from '@/core/recipe'

export interface Member {
  /** Draws initial weights and batch order. */
  readonly seed: number
  /** (N, S) token ids. */
  readonly tokens: Int32Array
  /** Peak learning rate. */
  readonly learningRate: number
  /** Strings per step; N for a full batch. */
  readonly batch: number
}

export interface PopulationSpec {
  readonly family: string
  readonly shape: ModelShape
  readonly steps: number
  readonly members: readonly Member[]
  /** The recipe's where it is not given. */
  readonly options?: TrainingOptions
}

/** Losses of consecutive steps. */
export interface LossBlock {
  /** The first step of the block, from 1. */
  readonly firstStep: number
  /** (steps, M) mean nats per token over each member's batch, before that step's update. */
  readonly nats: Float32Array
}

/** Waits for a result, or for the device's end. @throws DeviceLostError */
export type OrLost = <T>(result: Promise<T>) => Promise<T>

export interface PopulationTrainer {
  /** Queues `count` more steps. Returns at once on a GPU; on the processor the work is done when it returns. */
  enqueue(count: number): void
  /** Resolves when the device has done every step enqueued so far. @throws DeviceLostError */
  done(): Promise<void>
  /** How many steps may be enqueued before their losses must be taken. */
  readonly unreadLimit: number
  /** Losses of all steps enqueued since the last call. @throws DeviceLostError */
  takeLosses(): Promise<LossBlock>
  /**
   * Code length of each string under the weights as they are after all enqueued steps.
   * @param tokens for each member (N, S) token ids. @returns for each member (N) nats. @throws DeviceLostError
   */
  codeLengths(tokens: readonly Int32Array[]): Promise<Float64Array[]>
  dispose(): void
}
