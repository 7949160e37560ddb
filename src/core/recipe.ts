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
