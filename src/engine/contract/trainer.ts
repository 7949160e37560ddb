/**
 * A population in training, as the loop sees it. Steps are enqueued and never awaited; losses and code lengths come back when the
 * device has them. Both paths implement it: composed tf.js ops and the replayed plan.
 */
import type { ModelShape } from '@/core/model/family'
import type { TrainingOptions } from '@/core/model/recipe'

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
  /**
   * (steps, M) mean nats per token over each member's batch, before that step's update. From the first step on at which a member's
   * loss or the norm of its gradient is not finite, its losses are not either: it has diverged, and its weights are left alone.
   */
  readonly nats: Float32Array
}

/** Waits for a result, or for the device's end. @throws DeviceLostError */
export type OrLost = <T>(result: Promise<T>) => Promise<T>

/** Gets (S, V) logits of one string, row-major, before the softmax; they are valid during the call only. */
export type PredictionVisitor = (member: number, string: number, logits: Float32Array) => void

export interface PopulationTrainer {
  /**
   * Queues `count` more steps. Returns at once on a GPU; on the processor after as much as a moment holds: all is done when
   * {@link done} resolves.
   */
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
  /**
   * What the model predicts at every position of strings, under the weights as they are after all enqueued steps.
   * @param tokens for each member (N, S) token ids; members may have none. @throws DeviceLostError
   */
  predictions(tokens: readonly Int32Array[], visit: PredictionVisitor): Promise<void>
  /**
   * Each member's parameters end to end in the family's order, frozen ones too: those that the model computes with, rounded where the
   * precision says so. @throws DeviceLostError
   */
  readWeights(): Promise<Float32Array[]>
  /**
   * From the next step or evaluation on, and not rounded before the next step's end. A float32 master starts anew from them; moments stay
   * as they are. @param weights as {@link readWeights} gives them.
   */
  writeWeights(weights: readonly Float32Array[]): void
  /**
   * From the next step on, each member's batch is the strings from `firstStrings[m]` on, in order, at every step.
   * Only where every member's batch is smaller than its data.
   */
  trainOn(firstStrings: readonly number[]): void
  /** Steps that wait may never be done. What is asked for and not yet there rejects, or never comes; nothing is asked for any more. */
  dispose(): void
}
