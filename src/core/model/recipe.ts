/**
 * The training recipe (science.md §4, the best of about 100 that were tried): AdamW with decoupled weight decay on all
 * parameters, linear warm-up, cosine to zero, clipping by the global norm of each member.
 */
import type { Precision } from './precision'

export const RECIPE = {
  /** Part of every trial's key: raise it with any change here, in a family's initial weights or in a source's draws. */
  version: 1,
  epsilon: 1e-8,
  warmupFraction: 1 / 20,
} as const

/** The part of the recipe that experiments may vary; one set for a whole population. */
export interface TrainingOptions {
  /** Decoupled: each step takes rate × decay × weight off every weight. */
  readonly weightDecay: number
  /** Decay of the first moment, from 0 to below 1. */
  readonly beta1: number
  /** Decay of the second moment, from 0 to below 1. */
  readonly beta2: number
  /** How the learning rate goes on after the warm-up, which both have. */
  readonly schedule: 'cosine' | 'constant'
  /** A gradient longer than this is scaled down to it; finite. */
  readonly clipNorm: number
  /** Standard deviation of the initial weights of a family's matrices; what it draws at another scale keeps its ratio to this. */
  readonly initStd: number
  /** Number format of the weights while they train. */
  readonly precision: Precision
}

export const RECIPE_OPTIONS: TrainingOptions = {
  weightDecay: 0.01,
  beta1: 0.8,
  beta2: 0.99,
  schedule: 'cosine',
  clipNorm: 1,
  initStd: 0.04,
  precision: 'float32',
}

/** The recipe's peak rate for a model of width d: 0.8 / d. */
export const recipeLearningRate = (width: number): number => 0.8 / width

/**
 * The schedule's factor in (0, 1] for step 1 … steps: linear over the first steps/20, then a half cosine to 0, or 1 throughout.
 * The last step still moves: the cosine reaches 0 one step after it.
 */
export function scheduleFactor(step: number, steps: number, schedule: TrainingOptions['schedule']): number {
  const warmup = Math.max(1, steps * RECIPE.warmupFraction)
  if (step <= warmup) return step / warmup
  if (schedule === 'constant') return 1
  return 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / (steps + 1 - warmup)))
}
