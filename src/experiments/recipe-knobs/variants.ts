/** What each variant held against the recipe, seed by seed: the same strings, the same initial draws. */

import { groupBy } from '@/core/group'
import { scatter } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { type ModelCapacity, modelCapacities } from '@/core/runs/fit'
import { KNOB_IDS, type KnobId, knobOf, RECIPE_KNOB } from './knobs'

export interface VariantCost {
  readonly knob: KnobId
  /** Capacity against the recipe's, −0.25 for a quarter less; one for each model and seed that both have. */
  readonly changes: readonly number[]
  readonly capacities: readonly ModelCapacity[]
  /** How far the recipe's own seeds lie apart, the widest of its models. */
  readonly recipeScatter: number | undefined
}

/** Heads are one variant's difference, so models are told apart by the rest. */
const modelKey = ({ params, layers, width }: ModelCapacity): string => `${params} ${layers} ${width}`

/** In the order of the knobs; those without finished runs are left out. */
export function variantCosts(records: readonly TrialRecord[]): VariantCost[] {
  const byKnob = groupBy(records, ({ settings }) => knobOf(settings))
  const recipe = new Map(
    modelCapacities(byKnob.get(RECIPE_KNOB) ?? []).map((model) => [modelKey(model), model]),
  )
  const scatters = [...recipe.values()].flatMap(({ bySeed }) => scatter([...bySeed.values()]) ?? [])
  const recipeScatter = scatters.length === 0 ? undefined : Math.max(...scatters)
  return KNOB_IDS.flatMap((knob) => {
    const capacities = modelCapacities(byKnob.get(knob) ?? [])
    const changes = capacities.flatMap((model) =>
      [...model.bySeed].flatMap(([seed, bits]) => {
        const full = recipe.get(modelKey(model))?.bySeed.get(seed)
        return full === undefined || full <= 0 ? [] : [bits / full - 1]
      }),
    )
    return changes.length === 0 ? [] : [{ knob, changes, capacities, recipeScatter }]
  })
}
