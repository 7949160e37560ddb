/** Findings: whether capacity grows as the model does, whether the models were full, what layers and embeddings do. */
import type { FindingOf } from '@/core/findings/finding'
import { MORRIS_TABLE } from '@/core/findings/morris-table'
import { decideEqual } from '@/core/findings/verdict'
import { groupBy } from '@/core/group'
import type { Effect } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { type CapacityLine, commonSeeds, fitCapacityLine, PLATEAU_GROWTH } from '@/core/runs/fit'
import { finishedRuns, type Run } from '@/core/runs/run'
import { capacityExponent, type Model, modelsOf, partSlopes } from './series'

/** Bits per parameter with a number of layers. */
interface DepthMean {
  readonly layers: number
  readonly bitsPerParam: number
}

export interface ScalingValues {
  readonly tooFewModels: object
  readonly line: {
    readonly line: CapacityLine
    /** Exponent of capacity over parameters; undefined where a model held nothing. */
    readonly exponent: Effect | undefined
    readonly seedsNeeded: number | undefined
    /** Why the line may be another one. */
    readonly doubt: 'not full' | 'narrow' | undefined
    /** The model that the line fits worst for its size: named where the exponent is not the paper's. */
    readonly farthest: {
      readonly width: number
      readonly layers: number
      readonly bits: number
      readonly fitted: number
    }
  }
  readonly growing: { readonly models: number; readonly of: number }
  readonly falling: { readonly models: number; readonly of: number }
  /** Growth of each model over the last doubling of its data. */
  readonly full: { readonly growths: readonly number[] }
  /** One dataset size: the largest share of its ceiling that a model held. */
  readonly offered: { readonly share: number }
  readonly layers: { readonly ours: readonly DepthMean[]; readonly paper: readonly DepthMean[] }
  readonly parts: { readonly embedding: Effect; readonly body: Effect }
}
export type ScalingFinding = FindingOf<ScalingValues>

/**
 * Exponents within this of 1 count as "twice the model, twice the bits": between 1.87 and 2.14 times. The paper's own table has an exponent
 * of 0.99.
 */
export const EXPONENT_MARGIN = 0.1
/** The largest model over the smallest: over less, whatever grows lies near a line. */
export const LINE_RANGE = 4
/** A model that holds at most this share of what its data allow is limited by itself, and not by them. */
const OWN_LIMIT = 2 / 3

export function findings({ runs }: { readonly runs: readonly Run[] }): ScalingFinding[] {
  const models = modelsOf(finishedRuns(runs))
  if (models.length === 0) return []
  const line = fitCapacityLine(models)
  if (!line || models.length < 3 || commonSeeds(models).length === 0)
    return [{ id: 'tooFewModels', verdict: 'not reached', values: {} }]
  const parts = partSlopes(models)
  const full = fullFinding(models)
  return [
    lineFinding(line, models, full.verdict === 'seen'),
    full,
    ...layerFinding(models),
    ...(parts ? [{ id: 'parts', verdict: 'seen', values: parts } as const] : []),
  ]
}

/** The model that the line fits worst, for its size. */
function farthestFrom({ slope, intercept }: CapacityLine, models: readonly Model[]) {
  const fitted = ({ params }: Model) => slope * params + intercept
  const offBy = (model: Model) =>
    Math.abs(Math.log(Math.max(1, model.capacityBits.mean) / Math.max(1, fitted(model))))
  const far = models.reduce((worst, model) => (offBy(model) > offBy(worst) ? model : worst))
  return { width: far.width, layers: far.layers, bits: far.capacityBits.mean, fitted: fitted(far) }
}

/** @param areFull whether what was measured of the models is their capacity. */
function lineFinding(line: CapacityLine, models: readonly Model[], areFull: boolean): ScalingFinding {
  const params = models.map((model) => model.params)
  const isWide = Math.max(...params) >= LINE_RANGE * Math.min(...params)
  const doubt = !areFull ? 'not full' : !isWide ? 'narrow' : undefined
  const exponent = capacityExponent(models)
  const decision = exponent && decideEqual({ ...exponent, mean: exponent.mean - 1 }, EXPONENT_MARGIN)
  return {
    id: 'line',
    verdict: doubt !== undefined || !decision ? 'not reached' : decision.verdict,
    values: {
      line,
      exponent,
      seedsNeeded: decision?.seedsNeeded,
      doubt,
      farthest: farthestFrom(line, models),
    },
  }
}

function fullFinding(models: readonly Model[]): ScalingFinding {
  const growths = models.flatMap(({ growthAtEnd }) => growthAtEnd ?? [])
  if (growths.length < models.length) return offeredFinding(models)
  const of = models.length
  const growing = growths.filter((growth) => growth > PLATEAU_GROWTH).length
  if (growing > 0) return { id: 'growing', verdict: 'not reached', values: { models: growing, of } }
  const falling = growths.filter((growth) => growth < -PLATEAU_GROWTH).length
  if (falling > 0) return { id: 'falling', verdict: 'not reached', values: { models: falling, of } }
  return { id: 'full', verdict: 'seen', values: { growths } }
}

/** With one dataset size, compares what was held with the ceiling, to tell whether models were full. */
function offeredFinding(models: readonly Model[]): ScalingFinding {
  const share = Math.max(...models.map(({ capacityBits, ceilingBits }) => capacityBits.mean / ceilingBits))
  return { id: 'offered', verdict: share <= OWN_LIMIT ? 'seen' : 'not reached', values: { share } }
}

/** Compares depths over the widths that all of them have: else depth would stand for size. */
function layerFinding(models: readonly Model[]): ScalingFinding[] {
  const byLayers = [...groupBy(models, ({ layers }) => layers)].toSorted(([a], [b]) => a - b)
  const widths = (own: readonly Model[]) => new Set(own.map(({ width }) => width)).size
  if (byLayers.length < 2 || new Set(byLayers.map(([, own]) => widths(own))).size > 1) return []
  return [
    {
      id: 'layers',
      verdict: 'seen',
      values: {
        ours: byLayers.map(([layers, own]) => ({
          layers,
          bitsPerParam: mean(own.map(({ capacityBits, params }) => capacityBits.mean / params)),
        })),
        paper: [...groupBy(MORRIS_TABLE, ({ layers }) => layers)]
          .toSorted(([a], [b]) => a - b)
          .map(([layers, own]) => ({
            layers,
            bitsPerParam: mean(own.map((model) => model.bitsPerParam.float32)),
          })),
      },
    },
  ]
}
