/** Findings: bits per parameter of each family, and whether the ends of that list can be told apart. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove, verdictAlone } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { type ModelCapacity, modelCapacities, PLATEAU_GROWTH } from '@/core/runs/fit'
import { finishedRuns } from '@/core/runs/run'
import { byKind, type Kind } from './series'

interface Held extends Kind {
  /** Most memorised bits per parameter, one for each seed. */
  readonly perParam: readonly number[]
}

export interface Values {
  readonly held: {
    /** The most bits first. */
    readonly kinds: readonly Held[]
    /** Those that still hold more with more data, or are not known to have stopped. */
    readonly growing: readonly Kind[]
  }
  readonly ranking: {
    readonly most: Kind
    readonly least: Kind
    /** Layers and steps that were run, ascending: rankings hang on both. */
    readonly layers: readonly number[]
    readonly steps: readonly number[]
    readonly isGrowing: boolean
    /** Share by which the last holds less than the first. */
    readonly decision: Decision
  }
}

export type FamiliesFinding = FindingOf<Values>

interface KindCapacity extends Held {
  readonly grows: boolean
  readonly bySeed: ModelCapacity['bySeed']
  readonly params: number
}

export function findings({ runs }: ExhibitInput): FamiliesFinding[] {
  const finished = finishedRuns(runs)
  const ranked = byKind(finished)
    .flatMap(({ family, tied, runs: own }): KindCapacity[] => {
      const capacity = modelCapacities(own).at(-1)
      if (!capacity) return []
      const { bySeed, params, growthAtEnd = Number.POSITIVE_INFINITY } = capacity
      const perParam = [...bySeed.values()].map((bits) => bits / params)
      return [{ family, tied, perParam, grows: growthAtEnd >= PLATEAU_GROWTH, bySeed, params }]
    })
    .toSorted((a, b) => mean(b.perParam) - mean(a.perParam))
  if (ranked.length === 0) return []
  const growing = ranked.filter(({ grows }) => grows).map(({ family, tied }) => ({ family, tied }))
  const held: FamiliesFinding = {
    id: 'held',
    verdict: growing.length > 0 ? 'not reached' : 'seen',
    values: {
      kinds: ranked.map(({ family, tied, perParam }) => ({ family, tied, perParam })),
      growing,
    },
  }
  const distinct = (values: readonly number[]) => [...new Set(values)].toSorted((a, b) => a - b)
  const ranking = rankingOf(
    ranked,
    distinct(finished.map(({ trial }) => trial.shape.layers)),
    distinct(finished.map(({ trial }) => trial.steps)),
  )
  return [held, ...(ranking ? [ranking] : [])]
}

/** Families that differ by less are as good as equal: one run lies as far from its own repetition on another device. */
const MARGIN = 0.02

/**
 * The first against the last, seed by seed: the strings of a seed are the same in all families. Ends of a ranking lie farthest apart of all
 * pairs, so the interval is one for all pairs together. Undefined where there are no two.
 */
function rankingOf(
  ranked: readonly KindCapacity[],
  layers: readonly number[],
  steps: readonly number[],
): FamiliesFinding | undefined {
  const [most, least] = [ranked[0]!, ranked.at(-1)!]
  const deficits = [...most.bySeed].flatMap(([seed, bits]) => {
    const other = least.bySeed.get(seed)
    return other === undefined || bits <= 0 ? [] : 1 - other / least.params / (bits / most.params)
  })
  if (most === least || deficits.length === 0) return undefined
  const isGrowing = ranked.some(({ grows }) => grows)
  const pairs = (ranked.length * (ranked.length - 1)) / 2
  const decision = decideAbove(effectOf(deficits, pairs), MARGIN)
  return {
    id: 'ranking',
    // No paper ranks the families.
    verdict: isGrowing ? 'not reached' : verdictAlone(decision),
    values: {
      most: { family: most.family, tied: most.tied },
      least: { family: least.family, tied: least.tied },
      layers,
      steps,
      isGrowing,
      decision,
    },
  }
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { held: 'quick', ranking: 'quick' } as const satisfies Partial<
  Record<FamiliesFinding['id'], string>
>
