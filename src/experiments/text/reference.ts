/** The model that stands in for the language. */
import { familyById } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { trialFlop } from '@/core/sweep/estimate'
import type { TrialParts } from '@/core/sweep/trial'

export interface ReferencePlan {
  readonly family: string
  readonly shape: ModelShape
  readonly steps: number
  /** Strings that it is trained on; no trial has any of them. */
  readonly strings: number
  readonly batch: number
}

/** Twice as wide as the models that are held against it, on strings enough that it can learn few by heart. */
export function referencePlan({ family, shape, settings }: TrialParts): ReferencePlan {
  return {
    family,
    shape: { ...shape, width: 2 * shape.width, heads: 2 * shape.heads },
    steps: Number(settings.referenceSteps),
    strings: Number(settings.referenceStrings),
    batch: 128,
  }
}

/** Floating-point operations of training each reference that these trials need, once. */
export function referenceFlop(trials: readonly TrialParts[]): number {
  const plans = new Map(trials.map(referencePlan).map((plan) => [JSON.stringify(plan), plan]))
  return [...plans.values()].reduce(
    (sum, plan) => sum + trialFlop({ ...plan, params: familyById(plan.family).parameterCount(plan.shape) }),
    0,
  )
}
