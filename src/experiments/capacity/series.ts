/** The runs of a sweep by model and by dataset size, as figures, tables and findings of capacity need them. */
import { sizeStep } from '@/core/figures/figure-points'
import { groupBy } from '@/core/group'
import { ASSUMED_BITS_PER_PARAM } from '@/core/metrics/assumed-capacity'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { mean, type Spread, spread } from '@/core/metrics/stats'
import type { ModelShape } from '@/core/model/family'
import { type CapacityLine, fitCapacityLine, type ModelCapacity, modelCapacities } from '@/core/runs/fit'
import { bySize } from '@/core/runs/group'
import {
  datasetBitsOf,
  type FinishedRun,
  finishedRuns,
  isWhole,
  memorizedBitsOf,
  type Run,
  type StartedRun,
  startedRuns,
  trainLossOf,
} from '@/core/runs/run'
import { printShape } from '@/core/sweep/trial'
import { modelText } from '@/core/text/model-text'
import { plural } from '@/core/text/number'

/** Every started run of one model on one size of dataset. */
export interface ModelSize {
  /** N. */
  readonly datasetSize: number
  readonly datasetBits: number
  /** By seed. */
  readonly runs: readonly StartedRun[]
  readonly finished: readonly FinishedRun[]
  readonly memorized: Spread
  readonly train: Spread
  /** Test loss of the finished runs: it is measured at the end. */
  readonly test: Spread | undefined
}

export interface CapacityModel {
  readonly key: string
  /** No longer than is needed to tell the models of the sweep apart. */
  readonly label: string
  readonly family: string
  readonly shape: ModelShape
  readonly params: number
  /** Step of the colours by size. */
  readonly color: number
  /** Those with a started run, ascending. */
  readonly sizes: readonly ModelSize[]
  /** Over started runs; undefined before the first. */
  readonly capacity: ModelCapacity | undefined
  /** Whether every planned run has finished. */
  readonly isComplete: boolean
  /** What "data / capacity" divides by: measured once the model is complete, 3 bits per parameter until then. */
  readonly capacityBits: number
}

const modelKey = ({ trial: { family, shape } }: Run): string => `${family} ${printShape(shape)}`

/** Every model of the sweep, smallest first, also those of which nothing has run. */
export function capacityModels(runs: readonly Run[]): CapacityModel[] {
  const models = [...groupBy(runs, modelKey)]
    .map(([key, own]) => ({ key, runs: own, trial: own[0]!.trial }))
    .toSorted((a, b) => a.trial.params - b.trial.params || a.key.localeCompare(b.key))
  const params = [...new Set(models.map(({ trial }) => trial.params))]
  const sameLabel = groupBy(models, ({ trial }) => modelText(trial.params))
  return models.map(({ key, runs: own, trial }): CapacityModel => {
    const started = startedRuns(own)
    const [capacity] = modelCapacities(started)
    const isComplete = isWhole(own)
    const label = modelText(trial.params)
    const alike = sameLabel.get(label)!.map((model) => partsText(model.trial.shape))
    const different = partsText(trial.shape).filter((part) => !alike.every((parts) => parts.includes(part)))
    return {
      key,
      label: [label, ...different].join(', '),
      family: trial.family,
      shape: trial.shape,
      params: trial.params,
      color: sizeStep(params.indexOf(trial.params), params.length),
      sizes: bySize(started).map(modelSize),
      capacity,
      isComplete,
      capacityBits:
        isComplete && capacity && capacity.capacityBits.mean > 0
          ? capacity.capacityBits.mean
          : ASSUMED_BITS_PER_PARAM * trial.params,
    }
  })
}

const partsText = ({ width, layers, heads, vocab, seqLen }: ModelShape): string[] => [
  `width ${width}`,
  plural(layers, 'layer'),
  plural(heads, 'head'),
  `${vocab} symbols`,
  `strings of ${seqLen}`,
]

function modelSize({ datasetSize, runs }: ReturnType<typeof bySize<StartedRun>>[number]): ModelSize {
  const finished = finishedRuns(runs)
  return {
    datasetSize,
    datasetBits: mean(runs.map(datasetBitsOf)),
    runs: runs.toSorted((a, b) => a.trial.seed - b.trial.seed),
    finished,
    memorized: spread(runs.map(memorizedBitsOf)),
    train: spread(runs.map(trainLossOf)),
    test: finished.length > 0 ? spread(finished.map(({ record }) => record.heldoutBitsPerToken)) : undefined,
  }
}

/** Bits of a run's dataset, known from its plan before it has started. */
export const plannedBits = (run: Run): number => {
  const { datasetSize, shape } = run.trial
  return run.state === 'finished'
    ? run.record.datasetBits
    : uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab)
}

/** The line over models whose runs have all finished; undefined for fewer than two sizes of them. */
export const completeLine = (models: readonly CapacityModel[]): CapacityLine | undefined =>
  fitCapacityLine(models.flatMap(({ isComplete, capacity }) => (isComplete && capacity ? [capacity] : [])))

/** The size at which a model tests worst, and whether smaller and larger data both test better. */
export function testPeak({ sizes }: CapacityModel): { size: ModelSize; isInside: boolean } | undefined {
  const tested = sizes.filter(({ test }) => test)
  const [first] = tested
  if (!first) return undefined
  const size = tested.reduce((worst, one) => (one.test!.mean > worst.test!.mean ? one : worst), first)
  return { size, isInside: size !== first && size !== tested.at(-1) }
}
