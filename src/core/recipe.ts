/** Standard deviation of the matrices' initial values (science.md §4). */
export const INIT_STD = 0.04

/**
 * The training recipe (science.md §4, the best of about 100 that were tried): AdamW with decoupled weight decay on all
 * parameters, linear warm-up, cosine to zero, clipping by the global norm of each member.
 */
export const RECIPE = {
  /** Part of every trial's key: raise it with any change here, in a family's initial weights or in a source's draws. */
  version: 1,
  beta1: 0.8,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clipNorm: 1,
  warmupFraction: 1 / 20,
} as const

/** What an experiment may change about training, one for a whole population; peak rate and batch are a trial's own. */
export interface TrainingOptions {
  /** Decoupled, per step and unit of learning rate. */
  readonly weightDecay: number
  readonly beta1: number
  readonly beta2: number
  /** After the warm-up: half a cosine to 0, or the peak rate to the end. */
  readonly schedule: Schedule
  /** Largest norm of a member's gradient. */
  readonly clipNorm: number
  /** Standard deviation of the matrices' initial values; residual output projections keep their own factor. */
  readonly initStd: number
}

export type Schedule = 'cosine' | 'constant'

export const RECIPE_OPTIONS: TrainingOptions = {
  weightDecay: RECIPE.weightDecay,
  beta1: RECIPE.beta1,
  beta2: RECIPE.beta2,
  schedule: 'cosine',
  clipNorm: RECIPE.clipNorm,
  initStd: INIT_STD,
}

/** The recipe's peak rate for a model of width d: 0.8 / d. */
export const recipeLearningRate = (width: number): number => 0.8 / width

/**
 * The schedule's factor in (0, 1] for step 1 … steps: linear over the first steps/20, then a half cosine to 0.
 * The last step still moves: the cosine reaches 0 one step after it.
 */
export function scheduleFactor(step: number, steps: number): number {
  const warmup = Math.max(1, steps * RECIPE.warmupFraction)
  if (step <= warmup) return step / warmup
  return 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / (steps + 1 - warmup)))
}
