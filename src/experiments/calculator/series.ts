/** The line that answers, and the press's figures for Morris et al. 2025 (arXiv 2505.24832): its 3.6 bits per parameter, times parameters. */

import { type Effect, effectOf } from '@/core/metrics/effect'
import {
  type CapacityLine,
  commonSeeds,
  fitCapacityLine,
  type ModelCapacity,
  modelCapacities,
} from '@/core/runs/fit'
import type { FinishedRun } from '@/core/runs/run'
import type { ConfigValues } from '@/core/sweep/fields'

/** The figure in the paper's summary, by which the press multiplied: of models trained in bfloat16. Ours train in float32, so our slope is compared with MORRIS_SLOPE.float32. */
export const PRESS_BITS_PER_PARAM = 3.6
/** Parameters of the press's two examples: 225 kB and 675 MB. */
export const PRESS_PARAMS: readonly number[] = [500_000, 1_500_000_000]

/** Parameters of the model that is asked about, unless the form says otherwise. */
export const ASKED_PARAMS = 500_000

export const askedParams = (values: ConfigValues | undefined): number => {
  const asked = values?.modelParams
  return typeof asked === 'number' && asked >= 1 ? asked : ASKED_PARAMS
}

export interface Answers {
  readonly line: CapacityLine
  /** Smallest and largest model measured. */
  readonly measured: readonly [least: number, most: number]
  bits(params: number): number
  /** The same by a line for each seed that every model was run with; undefined where there is no such seed. */
  bitsBySeed(params: number): Effect | undefined
  /** Slope of each of those lines. */
  readonly slopes: Effect | undefined
}

/** Answers from finished runs; undefined with fewer than three models, since two always lie on a line. */
export function answersOf(runs: readonly FinishedRun[]): Answers | undefined {
  const models = modelCapacities(runs)
  const line = models.length < 3 ? undefined : fitCapacityLine(models)
  if (!line || line.slope <= 0) return undefined
  const lines = seedLines(models)
  const over = (value: (own: CapacityLine) => number) =>
    lines.length === 0 ? undefined : effectOf(lines.map(value))
  return {
    line,
    measured: [models[0]!.params, models.at(-1)!.params],
    bits: (params) => line.slope * params + line.intercept,
    bitsBySeed: (params) => over(({ slope, intercept }) => slope * params + intercept),
    slopes: over(({ slope }) => slope),
  }
}

/** A line for each seed that every model was run with. */
function seedLines(models: readonly ModelCapacity[]): CapacityLine[] {
  return commonSeeds(models).flatMap((seed) => {
    const own = models.map((model) => ({ ...model, bySeed: new Map([[seed, model.bySeed.get(seed)!]]) }))
    return fitCapacityLine(own) ?? []
  })
}
