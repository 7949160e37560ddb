/**
 * What the charts draw: the runs of one sweep, finished or training, grouped by model and dataset size. Pure, and computed once
 * for all charts of the page.
 */

import { groupBy } from '@/core/group'
import { ASSUMED_BITS_PER_PARAM } from '@/core/metrics/assumed-capacity'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { type Spread, spread } from '@/core/metrics/stats'
import { type TrialRecord, trialOf } from '@/core/results/result'
import { type ModelCapacity, modelCapacities } from '@/core/runs/fit'
import type { LiveValues, StartedRun } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { formatCount } from '../format'

/** One trained model: finished (it has a record) or training now. */
export interface SweepRun {
  readonly run: StartedRun
  readonly trialKey: string
  readonly params: number
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly datasetSize: number
  readonly datasetBits: number
  readonly seed: number
  readonly memorizedBits: number
  readonly trainBitsPerToken: number
  readonly record: TrialRecord | undefined
}

/** Every seed of one model on one dataset size. */
export interface SizeGroup {
  readonly datasetSize: number
  readonly datasetBits: number
  readonly memorized: Spread
  readonly train: Spread
  /** Of the finished runs: it is measured at the end. */
  readonly heldOut: Spread | undefined
  readonly training: number
  readonly runs: readonly SweepRun[]
}

export interface ModelIdentity {
  readonly key: string
  readonly label: string
  readonly family: string
  readonly layers: number
  readonly width: number
  readonly heads: number
  readonly vocab: number
  readonly seqLen: number
  readonly params: number
}

export interface ModelSeries extends ModelIdentity {
  /** Step of the size scale, 0 … SIZE_COLORS − 1: the colour everywhere. */
  readonly color: number
  readonly sizes: readonly SizeGroup[]
  /** Over finished and training runs; undefined before the first. */
  readonly capacity: ModelCapacity | undefined
  /** Whether every planned run of this model has finished. */
  readonly complete: boolean
  /** What "data / capacity" divides by: measured once the model is complete, 3 bits per parameter until then. */
  readonly capacityBits: number
}

export const SIZE_COLORS = 12

type Shaped = Omit<ModelIdentity, 'key' | 'label'>

const shapeKey = (s: Shaped): string =>
  `${s.family} L${s.layers} d${s.width} H${s.heads} V${s.vocab} S${s.seqLen} P${s.params}`

const shapeOfTrial = ({ family, shape, params }: Trial): Shaped => ({ family, ...shape, params })

/** The models of a sweep, smallest first. Their labels say no more than is needed to tell them apart. */
export function sweepModels(
  planned: readonly Trial[],
  records: readonly TrialRecord[],
): (ModelIdentity & { color: number })[] {
  const shapes = [...planned.map(shapeOfTrial), ...records]
  const distinct = [...groupBy(shapes, shapeKey)].map(([key, [first]]) => ({ key, shape: first! }))
  distinct.sort((a, b) => a.shape.params - b.shape.params || a.key.localeCompare(b.key))
  const sizes = [...new Set(distinct.map(({ shape }) => shape.params))]
  const short = (s: Shaped) => `d ${s.width}, L ${s.layers}`
  const shared = groupBy(distinct, ({ shape }) => short(shape))
  return distinct.map(({ key, shape }) => {
    const { family, layers, width, heads, vocab, seqLen, params } = shape
    const label =
      shared.get(short(shape))!.length === 1
        ? short(shape)
        : `${short(shape)}, H ${heads}, V ${vocab}, S ${seqLen}`
    const color = Math.floor(((sizes.indexOf(params) + 0.5) / sizes.length) * SIZE_COLORS)
    return { key, label, family, layers, width, heads, vocab, seqLen, params, color }
  })
}

export interface SweepInput {
  /** Trials of the sweep as planned; empty where only records are known. */
  readonly planned: readonly Trial[]
  readonly records: readonly TrialRecord[]
  readonly live: ReadonlyMap<string, LiveValues>
}

export function sweepSeries({ planned, records, live }: SweepInput): ModelSeries[] {
  const models = sweepModels(planned, records)
  const finished = new Set(records.map((record) => record.trialKey))
  const runs = new Map<string, SweepRun[]>(models.map(({ key }) => [key, []]))
  for (const record of records) {
    const run: StartedRun = { state: 'finished', trial: trialOf(record), record }
    runs.get(shapeKey(record))!.push({ ...record, record, run })
  }
  for (const trial of planned) {
    const member = live.get(trial.key)
    if (!member || finished.has(trial.key)) continue
    runs.get(shapeKey(shapeOfTrial(trial)))!.push(runOfMember(trial, member))
  }
  return models.map((model) => {
    const own = runs.get(model.key)!
    const expected = planned.filter((trial) => shapeKey(shapeOfTrial(trial)) === model.key)
    const complete = own.length > 0 && expected.every((trial) => finished.has(trial.key))
    const capacity = own.length > 0 ? modelCapacities(own.map(({ run }) => run))[0] : undefined
    const measured = complete && capacity && capacity.capacityBits.mean > 0
    return {
      ...model,
      sizes: sizeGroups(own),
      capacity,
      complete,
      capacityBits: measured ? capacity.capacityBits.mean : ASSUMED_BITS_PER_PARAM * model.params,
    }
  })
}

function runOfMember(trial: Trial, live: LiveValues): SweepRun {
  const { key, params, shape, datasetSize, seed } = trial
  const { width, layers, heads } = shape
  const { datasetBits, memorizedBits, trainBitsPerToken } = live
  const model = { params, width, layers, heads, datasetSize, seed }
  return {
    ...model,
    run: { state: 'training', trial, live },
    trialKey: key,
    datasetBits,
    memorizedBits,
    trainBitsPerToken,
    record: undefined,
  }
}

function sizeGroups(runs: readonly SweepRun[]): SizeGroup[] {
  return [...groupBy(runs, (run) => run.datasetSize)]
    .sort(([a], [b]) => a - b)
    .map(([datasetSize, group]) => {
      const heldOut = group.flatMap((run) => (run.record ? [run.record.heldoutBitsPerToken] : []))
      return {
        datasetSize,
        datasetBits: spread(group.map((run) => run.datasetBits)).mean,
        memorized: spread(group.map((run) => run.memorizedBits)),
        train: spread(group.map((run) => run.trainBitsPerToken)),
        heldOut: heldOut.length > 0 ? spread(heldOut) : undefined,
        training: group.filter((run) => !run.record).length,
        runs: group.toSorted((a, b) => a.seed - b.seed),
      }
    })
}

/** The model's name at the end of its line. */
export const endName = (model: ModelIdentity, compact: boolean): string =>
  compact ? `d ${model.width}` : `${model.label} (${formatCount(model.params)})`

/** Data of every planned or finished run, bits: what fixes the axes before anything has trained. */
export function plannedData(
  planned: readonly Trial[],
  records: readonly TrialRecord[],
): { datasetSize: number; datasetBits: number; vocab: number; seqLen: number; params: number }[] {
  return [
    ...planned.map(({ datasetSize, params, shape: { vocab, seqLen } }) => ({
      datasetSize,
      datasetBits: uniformDatasetBits(datasetSize, seqLen, vocab),
      vocab,
      seqLen,
      params,
    })),
    ...records,
  ]
}
