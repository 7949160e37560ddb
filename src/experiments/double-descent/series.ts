/** Runs at their places on the horizontal axis, by data or by model; curves of the test loss with their peaks; models with what they hold. */
import type { FigureAxis } from '@/core/figures/figure'
import { axisOver } from '@/core/figures/figure-points'
import { groupBy } from '@/core/group'
import { fallsTo } from '@/core/metrics/crossing'
import { peakOnLogAxis } from '@/core/metrics/peak'
import { mean } from '@/core/metrics/stats'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { lastValue } from '@/core/runs/curve'
import { capacityAxis } from '@/core/runs/data-over-capacity'
import type { ModelRuns } from '@/core/runs/group'
import { type FinishedRun, type Run, type StartedRun, startedRuns, trainLossOf } from '@/core/runs/run'
import type { Settings } from '@/core/sweep/trial'

export const TEST_CURVE = 'test.bitsPerToken'

export interface PlacedRun {
  readonly run: StartedRun
  /** Data over what the model held at most, or parameters. */
  readonly x: number
  readonly decay: number
  /** Bits per token; NaN before the first probe. */
  readonly test: number
  readonly train: number
}

export interface PlacedRuns {
  readonly byModel: boolean
  readonly x: FigureAxis
  readonly placed: readonly PlacedRun[]
}

export const decayOf = (settings: Settings): number =>
  Number(settings.weightDecay ?? RECIPE_OPTIONS.weightDecay)

export const ofDecay = <R extends Run>(runs: readonly R[], decay: number): R[] =>
  runs.filter(({ trial }) => decayOf(trial.settings) === decay)

/** Weight decays of the runs, in ascending order, each once. */
export const decaysOf = (runs: readonly Run[]): number[] =>
  [...new Set(runs.map(({ trial }) => decayOf(trial.settings)))].toSorted((a, b) => a - b)

/** @param parametersLabel of the axis where runs stand by model. */
export function placedRuns(runs: readonly Run[], parametersLabel: string): PlacedRuns {
  const byModel = isByModel(runs)
  const capacity = capacityAxis(runs)
  const sizes = runs.map(({ trial }) => trial.params)
  return {
    byModel,
    x: byModel
      ? axisOver(parametersLabel, 'log', sizes, [Number.POSITIVE_INFINITY, 0])
      : axisOver(capacity.label, 'log', capacity.range, [1, 1]),
    placed: startedRuns(runs).map((run) => ({
      run,
      x: byModel ? run.trial.params : capacity.of(run),
      decay: decayOf(run.trial.settings),
      test:
        run.state === 'finished'
          ? run.record.heldoutBitsPerToken
          : (lastValue(run, TEST_CURVE) ?? Number.NaN),
      train: trainLossOf(run),
    })),
  }
}

/** Whether the x axis is the size of the model: where there are more models than numbers of strings. */
export const isByModel = (runs: readonly Run[]): boolean =>
  new Set(runs.map(({ trial }) => trial.params)).size >
  new Set(runs.map(({ trial }) => trial.datasetSize)).size

/** Mean −log2 p_source of a held-out token, which no model can beat: from the record's own sums. */
export const entropyOf = (record: TrialRecord): number =>
  record.heldoutBitsPerToken + record.heldoutMemorizedBits / (record.heldoutStrings * record.seqLen)

/** The curve of one seed of one model at one weight decay: test loss against data, and where its peak is. */
export interface LossCurve {
  /** Seed and model: what curves of other weight decays are compared by. */
  readonly of: string
  readonly seed: number
  /** In ascending order of data. */
  readonly records: readonly TrialRecord[]
  /** The most that this model memorised in these runs, bits. */
  readonly capacityBits: number
  /** Bits of the most data that it holds whole; undefined where that lies outside the data that were run. */
  readonly wholeBits: number | undefined
  /** Index of the highest test loss. */
  readonly top: number
  /** The peak of the test loss; undefined where the highest loss is at an end. */
  readonly peak: Peak | undefined
}

export interface Peak {
  readonly seed: number
  /** Bits per token: the vertex of a parabola through the highest point and its neighbours. */
  readonly loss: number
  /** Data at the vertex over the most data that are held whole; undefined where those are not known. */
  readonly overWhole: number | undefined
  /** Data at the vertex over the most that was memorised of any data. */
  readonly overCapacity: number
  /** How many times as many strings the upper neighbour has as the lower one. */
  readonly gap: number
  /** Lowest test loss at less data, and at more. */
  readonly before: number
  readonly after: number
}

/**
 * Strings count as held whole from this share of what they allow on: the effective complexity of the model (Nakkiran et al. 2020,
 * arXiv 1912.02292, Definition 1).
 */
export const WHOLE = 0.99

export function lossCurves(runs: readonly FinishedRun[], decay: number): LossCurve[] {
  const groups = groupBy(ofDecay(runs, decay), ({ trial }) => `${trial.seed} ${trial.params}`)
  return [...groups].map(([of, group]) => {
    const records = group.map(({ record }) => record).toSorted((a, b) => a.datasetSize - b.datasetSize)
    const losses = records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
    const top = losses.indexOf(Math.max(...losses))
    const capacityBits = Math.max(...records.map(({ memorizedBits }) => memorizedBits))
    const held = records.map((record) => ({
      x: record.datasetBits,
      y: record.memorizedBits / record.ceilingBits,
    }))
    const wholeBits = fallsTo(WHOLE, held, 'log')
    const { seed } = records[0]!
    return {
      of,
      seed,
      records,
      capacityBits,
      wholeBits,
      top,
      peak: peakOf(seed, records, top, capacityBits, wholeBits),
    }
  })
}

function peakOf(
  seed: number,
  records: readonly TrialRecord[],
  top: number,
  capacityBits: number,
  wholeBits: number | undefined,
): Peak | undefined {
  const [lower, upper] = [records[top - 1], records[top + 1]]
  const points = records.map((record) => ({ x: record.datasetBits, y: record.heldoutBitsPerToken }))
  const vertex = capacityBits > 0 ? peakOnLogAxis(points) : undefined
  if (!vertex || !lower || !upper) return undefined
  return {
    seed,
    loss: vertex.y,
    overWhole: wholeBits === undefined ? undefined : vertex.x / wholeBits,
    overCapacity: vertex.x / capacityBits,
    gap: upper.datasetSize / lower.datasetSize,
    before: Math.min(...points.slice(0, top).map(({ y }) => y)),
    after: Math.min(...points.slice(top + 1).map(({ y }) => y)),
  }
}

/** ln of the highest test loss with more data over that with the least: above 0 where it rises anywhere. Undefined for one size. */
export function riseOf({ records }: LossCurve): number | undefined {
  const [first, ...rest] = records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
  return rest.length === 0 ? undefined : Math.log(Math.max(...rest) / first!)
}

/** A model holds its strings from this share of their ceiling on: its training loss is then at its floor. */
export const HELD = 0.95

export interface Model {
  readonly params: number
  /** Test bits per token of each seed. */
  readonly test: readonly number[]
  /** Memorised bits over the most that these strings allow, mean over seeds. */
  readonly held: number
  readonly bitsPerParam: number
  readonly dataPerParam: number
}

export function modelOf({ params, runs }: ModelRuns<FinishedRun>): Model {
  const records = runs.map(({ record }) => record)
  return {
    params,
    test: records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken),
    held: mean(records.map(({ memorizedBits, ceilingBits }) => memorizedBits / ceilingBits)),
    bitsPerParam: mean(records.map(({ bitsPerParam }) => bitsPerParam)),
    dataPerParam: mean(records.map(({ datasetBits }) => datasetBits / params)),
  }
}
