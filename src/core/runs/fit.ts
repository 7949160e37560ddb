/** Capacity against parameters: the line whose slope is Morris et al.'s α, bits per parameter. */
import { linearRegression, linearRegressionLine, rSquared } from 'simple-statistics'
import { groupBy } from '../group'
import { confidence95, mean, type Spread, spread } from '../metrics/stats'
import { memorizedBitsOf, type StartedRun } from './run'

/** Mean bits per parameter of the sixteen models of Morris et al. 2025, Table 1, by the format that they were trained in. Ours is float32. */
export const PAPER_BITS_PER_PARAM = { float32: 3.83, bfloat16: 3.51 } as const

/** Memorised bits that grow by less, while the data at least double, count as a plateau; so do those that fall by less. */
export const PLATEAU_GROWTH = 0.1

/** Capacity of one model under one recipe: for each seed that has run them all the largest memorised bits over dataset sizes. */
export interface ModelCapacity {
  readonly params: number
  readonly width: number
  readonly layers: number
  readonly capacityBits: Spread
  readonly bySeed: ReadonlyMap<number, number>
  /**
   * Relative growth of the memorised bits, mean over seeds, over the last doubling (or more) of the data: 0 on a plateau.
   * Undefined with fewer than two sizes that far apart, and where the smaller of them held nothing yet.
   */
  readonly growthAtEnd: number | undefined
}

export function modelCapacities(runs: readonly StartedRun[]): ModelCapacity[] {
  const models = groupBy(runs, ({ trial: { params, shape } }) =>
    [params, shape.layers, shape.width, shape.heads].join(' '),
  )
  return [...models.values()]
    .map((own): ModelCapacity => {
      const seeds = [...groupBy(own, ({ trial }) => trial.seed)]
      const most = Math.max(...seeds.map(([, of]) => of.length))
      // A seed that was stopped before the others has not been given as much, and would pull their mean down.
      const whole = seeds.filter(([, of]) => of.length === most)
      const bySeed = new Map(whole.map(([seed, of]) => [seed, Math.max(...of.map(memorizedBitsOf))]))
      const capacityBits = spread([...bySeed.values()])
      const { params, shape } = own[0]!.trial
      return {
        params,
        width: shape.width,
        layers: shape.layers,
        capacityBits,
        bySeed,
        growthAtEnd: growthAtEnd(own),
      }
    })
    .sort((a, b) => a.params - b.params)
}

/** Relative growth of mean memorised bits from the largest size that is at most half of the last, to the last. */
function growthAtEnd(runs: readonly StartedRun[]): number | undefined {
  const bySize = [...groupBy(runs, ({ trial }) => trial.datasetSize)].sort(([a], [b]) => a - b)
  const last = bySize.at(-1)!
  const before = bySize.findLast(([size]) => size <= last[0] / 2)
  if (!before) return undefined
  const meanBits = (group: readonly StartedRun[]) => mean(group.map(memorizedBitsOf))
  const bitsBefore = meanBits(before[1])
  return bitsBefore > 0 ? meanBits(last[1]) / bitsBefore - 1 : undefined
}

export interface CapacityLine {
  readonly slope: number
  readonly intercept: number
  readonly rSquared: number
  /** Half-width of the 95 % interval of the slope, Student's t over one fitted slope per seed; undefined for one seed. */
  readonly slopeInterval: number | undefined
  readonly models: number
  readonly seeds: number
}

/** Seeds that every model was run with. */
export const commonSeeds = (models: readonly Pick<ModelCapacity, 'bySeed'>[]): number[] =>
  [...(models[0]?.bySeed.keys() ?? [])].filter((seed) => models.every(({ bySeed }) => bySeed.has(seed)))

/** Fits the line by least squares over every (model, seed); undefined with fewer than two model sizes. */
export function fitCapacityLine(models: readonly ModelCapacity[]): CapacityLine | undefined {
  if (new Set(models.map((model) => model.params)).size < 2) return undefined
  const points = models.flatMap(({ params, bySeed }) => [...bySeed.values()].map((bits) => [params, bits]))
  const line = linearRegression(points)
  const seeds = new Set(models.flatMap(({ bySeed }) => [...bySeed.keys()]))
  const slopes = commonSeeds(models).map(
    (seed) => linearRegression(models.map(({ params, bySeed }) => [params, bySeed.get(seed)!])).m,
  )
  return {
    slope: line.m,
    intercept: line.b,
    rSquared: rSquared(points, linearRegressionLine(line)),
    slopeInterval: confidence95(slopes),
    models: models.length,
    seeds: seeds.size,
  }
}
