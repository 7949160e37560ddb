/**
 * A population in training, as the loop sees it. Steps are enqueued and never awaited; losses and code lengths come back when the
 * device has them. Both paths implement it: composed tf.js ops and the replayed plan.
 */
import type { ModelShape } from '@/core/model/family'
import type { TrainingOptions } from '@/core/model/recipe'

export interface Member {
  /** Seed of the initial weights and of the batch order. */
  readonly seed: number
  /** (N, S) token ids. */
  readonly tokens: Int32Array
  /** Peak learning rate. */
  readonly learningRate: number
  /** B, strings per step; N for a full batch. */
  readonly batch: number
}

export interface PopulationSpec {
  readonly family: string
  readonly shape: ModelShape
  readonly steps: number
  readonly members: readonly Member[]
  /** Unless given, the recipe's. */
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
  readonly lossNats: Float32Array
}

/** Waits for a result or for the loss of the device, whichever comes first. @throws DeviceLostError */
export type RaceDeviceLost = <T>(result: Promise<T>) => Promise<T>

/** @param logits (S, V) of one string, before the softmax. The array is valid during the call only. */
export type PredictionVisitor = (member: number, string: number, logits: Float32Array) => void

export interface PopulationTrainer {
  /** Names the arithmetic: trainers of the same name and the same population compute the same bits on devices that round alike. */
  readonly numerics: string
  /** Queues `count` more steps. A GPU does them later; a processor does some or all of them before this returns. */
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
   * Replaces the weights, from the next step or evaluation on. They are rounded to the precision only by the next step. A float32 master starts
   * anew from them; moments stay as they are. @param weights as {@link readWeights} returns them.
   */
  writeWeights(weights: readonly Float32Array[]): void
  /**
   * Fixes the batches: from the next step on, member m trains at every step on the strings from `firstStrings[m]` on, in order.
   * @throws RangeError where every member's batch is all of its data.
   */
  trainOn(firstStrings: readonly number[]): void
  /** Frees everything. Queued steps may never be done, and results that are still awaited reject or never come. Call nothing after it. */
  dispose(): void
}
