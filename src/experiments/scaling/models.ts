/** The models of a sweep with what each held, and where their parameters are. */
import { linearRegression } from 'simple-statistics'
import type { FigureInput } from '@/core/figures/figure'
import { groupBy } from '@/core/group'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { confidence95, spread } from '@/core/metrics/stats'
import { familyById } from '@/core/model/families'
import type { TrialRecord } from '@/core/results/result'
import { type ModelCapacity, modelCapacities } from '@/core/runs/fit'
import { type Measured, measuredRecords, measuredTrials } from '@/core/runs/measured'
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

const embeddingParams = ({ family, shape }: Measured): number =>
  familyById(family)
    .parameters(shape)
    .filter(({ name, frozen }) => EMBEDDINGS.has(name) && !frozen)
    .reduce((sum, spec) => sum + spec.shape.reduce((size, n) => size * n, 1), 0)

function modelOf(runs: readonly Measured[]): Model {
  const { vocab, seqLen } = runs[0]!.shape
  const strings = Math.max(...runs.map(({ datasetSize }) => datasetSize))
  return {
    ...modelCapacities(runs)[0]!,
    vocab,
    embeddingParams: embeddingParams(runs[0]!),
    ceilingBits: uniformCeilingBits(strings, seqLen, vocab),
    live: runs.some(({ live }) => live),
  }
}

/** Smallest first. Architectures of equal size stay apart. */
const modelsOf = (runs: readonly Measured[]): Model[] =>
  [...groupBy(runs, ({ family, shape }) => `${family} ${printShape(shape)}`).values()]
    .map(modelOf)
    .toSorted((a, b) => a.params - b.params)

export const finishedModels = (records: readonly TrialRecord[]): Model[] => modelsOf(measuredRecords(records))
export const shownModels = (input: FigureInput): Model[] => modelsOf(measuredTrials(input))

export const embeddingShare = (model: Model): number => model.embeddingParams / model.params

export interface PartSlopes {
  /** Bits for each further parameter of embeddings and head, and of the rest; with the half-width of the 95 % interval over seeds. */
  readonly embedding: number
  readonly body: number
  readonly embeddingInterval: number | undefined
  readonly bodyInterval: number | undefined
}

/**
 * Capacity = a·embedding + b·body + c by least squares. Undefined unless vocabularies differ: else width moves both together.
 */
export function partSlopes(models: readonly Model[]): PartSlopes | undefined {
  if (new Set(models.map(({ vocab }) => vocab)).size < 2 || models.length < 4) return undefined
  const seeds = [...models[0]!.bySeed.keys()].filter((seed) => models.every(({ bySeed }) => bySeed.has(seed)))
  if (seeds.length === 0) return undefined
  const embedding = models.map((model) => model.embeddingParams)
  const body = models.map(({ params }, i) => params - embedding[i]!)
  const fits = seeds.map((seed) => {
    const bits = models.map(({ bySeed }) => bySeed.get(seed)!)
    return { embedding: partialSlope(embedding, body, bits), body: partialSlope(body, embedding, bits) }
  })
  const slopes = (part: 'embedding' | 'body') => fits.map((fit) => fit[part])
  return {
    embedding: spread(slopes('embedding')).mean,
    body: spread(slopes('body')).mean,
    embeddingInterval: confidence95(slopes('embedding')),
    bodyInterval: confidence95(slopes('body')),
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
