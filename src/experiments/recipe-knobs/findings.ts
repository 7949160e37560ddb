/** Findings: what the recipe holds, and what each change of it costs, seed against seed. */
import type { FindingOf } from '@/core/findings/finding'
import { decideAbove, verdictAlone } from '@/core/findings/verdict'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { PLATEAU_GROWTH } from '@/core/runs/fit'
import { ofLargestModel } from '@/core/runs/group'
import { finishedRuns, type Run } from '@/core/runs/run'
import { type KnobId, knobOf, RECIPE_KNOB } from './knobs'
import { type VariantCost, variantCosts } from './series'

export interface RecipeKnobsValues {
  /** The most bits per parameter that the recipe holds. */
  readonly recipe: { readonly bitsPerParam: number }
  readonly cost: {
    readonly knob: KnobId
    /** Change of the capacity, against the recipe with the same seed. */
    readonly change: Effect
    readonly seedsNeeded: number | undefined
    /** Whether its models look full all the same: twice the data changed what they hold by less than a tenth. */
    readonly looksFull: boolean
  }
}
export type RecipeKnobsFinding = FindingOf<RecipeKnobsValues>

/** A hundredth of the bits: as much as another order of sums moves one run, so a smaller cost is none that matters. */
export const COST_MARGIN = 0.01

export function findings({ runs }: { readonly runs: readonly Run[] }): RecipeKnobsFinding[] {
  const finished = finishedRuns(runs)
  const recipe = ofLargestModel(finished.filter(({ trial }) => knobOf(trial.settings) === RECIPE_KNOB))
  if (recipe.length === 0) return []
  const bitsPerParam = Math.max(...recipe.map(({ record }) => record.bitsPerParam))
  return [
    { id: 'recipe', verdict: 'seen', values: { bitsPerParam } },
    ...variantCosts(finished).map(costFinding),
  ]
}

/** No paper says what a change costs, so the verdict on a cost is `seen`, not `agrees`. */
function costFinding({ knob, changes, capacities }: VariantCost): RecipeKnobsFinding {
  const decision = decideAbove(effectOf(changes.map((change) => -change)), COST_MARGIN)
  const isFull = ({ growthAtEnd }: VariantCost['capacities'][number]) =>
    growthAtEnd !== undefined && Math.abs(growthAtEnd) <= PLATEAU_GROWTH
  return {
    id: 'cost',
    verdict: verdictAlone(decision),
    values: {
      knob,
      change: effectOf(changes),
      seedsNeeded: decision.seedsNeeded,
      looksFull: capacities.every(isFull),
    },
  }
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { cost: 'lecture' } as const satisfies Partial<
  Record<RecipeKnobsFinding['id'], string>
>
