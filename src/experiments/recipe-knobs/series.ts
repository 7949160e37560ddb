/** Capacity of each variant against the recipe's, seed by seed: the same strings, the same initial draws. */
import { groupBy } from '@/core/group'
import { type ModelCapacity, modelCapacities } from '@/core/runs/fit'
import { meansOfSeeds } from '@/core/runs/group'
import type { FinishedRun, Run } from '@/core/runs/run'
import { KNOB_IDS, type KnobId, knobOf, RECIPE_KNOB } from './knobs'

export const ORDER = [RECIPE_KNOB, ...KNOB_IDS] as const
export type VariantId = (typeof ORDER)[number]

/** The recipe first, then the knobs in their order; those without runs are left out. */
export function byVariant<R extends Run>(
  runs: readonly R[],
): { readonly id: VariantId; readonly own: readonly R[] }[] {
  const groups = groupBy(runs, ({ trial }) => knobOf(trial.settings))
  return ORDER.flatMap((id) => {
    const own = groups.get(id)
    return own ? [{ id, own }] : []
  })
}

export interface VariantCost {
  readonly knob: KnobId
  /** Capacity against the recipe's, −0.25 for a quarter less; one for each seed that both have: the mean over its models. */
  readonly changes: readonly number[]
  readonly capacities: readonly ModelCapacity[]
}

/** Heads are one variant's difference, so models are told apart by the rest. */
const modelKey = ({ params, layers, width }: ModelCapacity): string => `${params} ${layers} ${width}`

/** Costs of the variants, in the order of the knobs; those without finished runs are left out. */
export function variantCosts(runs: readonly FinishedRun[]): VariantCost[] {
  const byKnob = groupBy(runs, ({ trial }) => knobOf(trial.settings))
  const recipe = new Map(
    modelCapacities(byKnob.get(RECIPE_KNOB) ?? []).map((model) => [modelKey(model), model]),
  )
  return KNOB_IDS.flatMap((knob) => {
    const capacities = modelCapacities(byKnob.get(knob) ?? [])
    const changes = capacities.flatMap((model) =>
      [...model.bySeed].flatMap(([seed, bits]) => {
        const full = recipe.get(modelKey(model))?.bySeed.get(seed)
        return full === undefined || full <= 0 ? [] : [{ seed, value: bits / full - 1 }]
      }),
    )
    return changes.length === 0 ? [] : [{ knob, changes: meansOfSeeds(changes), capacities }]
  })
}
