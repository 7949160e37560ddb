/** The models of a sweep with what each held, and where their parameters are. */
import { linearRegression } from 'simple-statistics'
import { groupBy } from '@/core/group'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { isMost } from '@/core/metrics/stats'
import { familyById } from '@/core/model/families'
import { commonSeeds, type ModelCapacity, modelCapacities } from '@/core/runs/fit'
import { isTraining, type StartedRun } from '@/core/runs/run'
import { printShape } from '@/core/sweep/trial'

export interface Model extends ModelCapacity {
  readonly vocab: number
  /** Trained parameters that belong to a symbol or a position: embedding, positions, head. */
  readonly embeddingParams: number
  /** The most that its largest dataset could have left in it. */
  readonly ceilingBits: number
  readonly live: boolean
}

const EMBEDDINGS: ReadonlySet<string> = new Set(['tokens', 'positions', 'head'])

const embeddingParams = ({ trial: { family, shape } }: StartedRun): number =>
  familyById(family)
    .parameters(shape)
    .filter(({ name, frozen }) => EMBEDDINGS.has(name) && !frozen)
    .reduce((sum, spec) => sum + spec.shape.reduce((size, n) => size * n, 1), 0)

function modelOf(runs: readonly StartedRun[]): Model {
  const { vocab, seqLen } = runs[0]!.trial.shape
  const strings = Math.max(...runs.map(({ trial }) => trial.datasetSize))
  return {
    ...modelCapacities(runs)[0]!,
    vocab,
    embeddingParams: embeddingParams(runs[0]!),
    ceilingBits: uniformCeilingBits(strings, seqLen, vocab),
    live: runs.some(isTraining),
  }
}

/** Smallest first. Architectures of equal size stay apart. */
export const modelsOf = (runs: readonly StartedRun[]): Model[] =>
  [...groupBy(runs, ({ trial }) => `${trial.family} ${printShape(trial.shape)}`).values()]
    .map(modelOf)
    .toSorted((a, b) => a.params - b.params)

export const embeddingShare = (model: Model): number => model.embeddingParams / model.params

/**
 * The exponent of capacity in parameters: the slope of log bits against log P by least squares, one for each seed that every model was run
 * with. 1 where twice the model holds twice the bits. Seeds in which a model held nothing are left out; undefined where they are half or more.
 */
export function capacityExponent(models: readonly Model[]): Effect | undefined {
  const common = commonSeeds(models)
  const seeds = common.filter((seed) => models.every(({ bySeed }) => bySeed.get(seed)! > 0))
  if (!isMost(seeds, common)) return undefined
  return effectOf(
    seeds.map(
      (seed) =>
        linearRegression(models.map(({ params, bySeed }) => [Math.log(params), Math.log(bySeed.get(seed)!)]))
          .m,
    ),
  )
}

export interface PartSlopes {
  /** Bits for each further parameter of embeddings and head. */
  readonly embedding: Effect
  /** Bits for each further parameter of the blocks. */
  readonly body: Effect
}

/**
 * Capacity = a·embedding + b·body + c by least squares. Undefined unless vocabularies differ: else width moves both together.
 */
export function partSlopes(models: readonly Model[]): PartSlopes | undefined {
  if (new Set(models.map(({ vocab }) => vocab)).size < 2 || models.length < 4) return undefined
  const seeds = commonSeeds(models)
  if (seeds.length === 0) return undefined
  const embedding = models.map((model) => model.embeddingParams)
  const body = models.map(({ params }, i) => params - embedding[i]!)
  const fits = seeds.map((seed) => {
    const bits = models.map(({ bySeed }) => bySeed.get(seed)!)
    return { embedding: partialSlope(embedding, body, bits), body: partialSlope(body, embedding, bits) }
  })
  return {
    embedding: effectOf(fits.map((fit) => fit.embedding)),
    body: effectOf(fits.map((fit) => fit.body)),
  }
}

/** The coefficient of x in y ~ x + other: y's residuals against x's, both after `other` was fitted (Frisch and Waugh 1933). */
function partialSlope(x: readonly number[], other: readonly number[], y: readonly number[]): number {
  const residuals = (values: readonly number[]) => {
    const { m, b } = linearRegression(values.map((value, i) => [other[i]!, value]))
    return values.map((value, i) => value - m * other[i]! - b)
  }
  const own = residuals(x)
  return linearRegression(residuals(y).map((rest, i) => [own[i]!, rest])).m
}
