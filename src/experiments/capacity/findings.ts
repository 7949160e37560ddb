/**
 * What each model holds, whether it was full, and the line over models; then what was seen of convergence and of recall, of the largest model:
 * where several were run, its runs take longest.
 */
import type { FindingOf } from '@/core/findings/finding'
import { type MorrisModel, morrisModel } from '@/core/findings/morris-table'
import { decideAbove, decideEqual } from '@/core/findings/verdict'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { lossSpacing, stepsToBits } from '@/core/runs/curve'
import { type CapacityLine, PLATEAU_GROWTH } from '@/core/runs/fit'
import { byModel, bySize, measureOf, pairedBySeed, type SizeRuns } from '@/core/runs/group'
import { type FinishedRun, finishedRuns, memorizedBitsOf, type Run } from '@/core/runs/run'
import { trainingOptions } from '@/core/sweep/trial'
import { type CapacityModel, capacityModels, completeLine } from './series'

/** A size whose runs reach the bits that all are compared at. */
interface ConvergedSize {
  readonly datasetSize: number
  /** Memorised at the end, mean over seeds. */
  readonly bits: number
  /** Steps to the level, one value for each seed. */
  readonly steps: readonly number[]
}

/** Of the memorised bits, as the data grow for the last time. */
export interface Growth {
  /** How many times the data. */
  readonly times: number
  /** Bits with the last size over those with the largest of at most half of it, less 1; seed by seed. */
  readonly effect: Effect
  readonly seedsNeeded: number | undefined
}

export interface CapacityValues {
  readonly capacity: {
    readonly label: string
    readonly color: number
    readonly params: number
    /** The most bits that it memorised at any size, one value for each seed. */
    readonly bits: readonly number[]
    /** Undefined where no size is twice another. */
    readonly growth: Growth | undefined
    /** Whether there is no other model. */
    readonly isOnly: boolean
  }
  /** No size of some model is twice another. */
  readonly oneSize: object
  readonly line: CapacityLine
  /** So many sizes of model are in the plan. */
  readonly noLine: { readonly sizes: number }
  /** A model of the paper's Table 1, trained here: bits for each parameter, ours one value for each seed. */
  readonly paperRow: {
    readonly held: readonly number[]
    readonly steps: number
    readonly paper: MorrisModel['bitsPerParam']
  }
  /** Runs of several sizes that cannot be compared while they train: the larger ones see more strings in a step, or all are brought to rest together. */
  readonly unequalSteps: { readonly unequalBatch: boolean; readonly comesToRest: boolean }
  /** Only one size ends near the most bits. */
  readonly oneFull: { readonly datasetSize: number }
  readonly convergence: {
    /** The memorised bits at which the sizes are compared. */
    readonly level: number
    readonly smallest: ConvergedSize
    readonly largest: ConvergedSize
    /** Steps of the largest over those of the smallest, less 1; seed by seed. */
    readonly later: Effect
    readonly seedsNeeded: number | undefined
  }
  readonly noCliff: { readonly missing: 'larger' | 'smaller' }
  readonly cliff: {
    readonly whole: RecallSize
    readonly gone: RecallSize
    /** Bits per parameter that the model still holds where strings are gone, one value for each seed. */
    readonly held: readonly number[]
  }
}
export type CapacityFinding = FindingOf<CapacityValues>

interface RecallSize {
  /** Bits of data per parameter. */
  readonly ratio: number
  /** Share of the strings recalled whole. */
  readonly recall: number
}

/** Datasets count as ending at about the same bits from this share of the most bits on. */
const SAME_BITS = 0.8
/** Sizes are compared at this share of the least bits that one of those ends with. */
const LEVEL = 0.9
/**
 * Larger data that take less than this longer do not show it: each of the two times is known to the spacing of kept steps, and half as much
 * again leaves room for both to be off.
 */
const laterMargin = ({ trial }: FinishedRun): number => Math.max(0.15, 1.5 * lossSpacing(trial.steps))

export function findings({ runs }: { readonly runs: readonly Run[] }): CapacityFinding[] {
  const largest = byModel(finishedRuns(runs)).at(-1)
  if (!largest) return []
  const sizes = bySize(largest.runs)
  const models = capacityModels(runs)
  return [
    ...capacityFindings(models),
    ...models.flatMap(paperRowFinding),
    ...convergenceFinding(sizes),
    ...recallFinding(sizes),
  ]
}

/** A model of the paper's own shape: a thousand times fewer steps are expected to find less, so there is nothing to agree with. */
function paperRowFinding({ family, shape, params, capacity, sizes }: CapacityModel): CapacityFinding[] {
  const row = family === 'gpt2' ? morrisModel(shape) : undefined
  if (!row || !capacity) return []
  const held = [...capacity.bySeed.values()].map((bits) => bits / params)
  const { steps } = sizes[0]!.runs[0]!.trial
  return [{ id: 'paperRow', verdict: 'seen', values: { held, steps, paper: row.bitsPerParam } }]
}

function capacityFindings(models: readonly CapacityModel[]): CapacityFinding[] {
  const capacities = models.flatMap((model) => capacityFinding(model, models.length === 1))
  const hasUnknown = capacities.some(({ id, values }) => id === 'capacity' && !values.growth)
  const line = completeLine(models)
  const noLine = { sizes: new Set(models.map(({ params }) => params)).size }
  return [
    // Of several models, what they have in common is the answer, and what each of them holds comes after it.
    ...(line ? [{ id: 'line', verdict: 'seen', values: line } as const] : []),
    ...capacities,
    ...(hasUnknown ? [{ id: 'oneSize', verdict: 'not reached', values: {} } as const] : []),
    ...(line ? [] : [{ id: 'noLine', verdict: 'not reached', values: noLine } as const]),
  ]
}

function capacityFinding(model: CapacityModel, isOnly: boolean): CapacityFinding[] {
  const { label, color, params, capacity } = model
  if (!capacity) return []
  const change = changeAtEnd(model)
  const decision = change && decidePlateau(change)
  return [
    {
      id: 'capacity',
      verdict: !decision
        ? 'seen'
        : decision.verdict === 'differs' && decision.effect.mean > 0
          ? 'not reached'
          : decision.verdict,
      values: {
        label,
        color,
        params,
        bits: [...capacity.bySeed.values()],
        growth: change && { ...change, seedsNeeded: decision?.seedsNeeded },
        isOnly,
      },
    },
  ]
}

/** Undefined where no size is twice another, and where the smaller of the two held nothing yet. */
export function changeAtEnd({ sizes }: CapacityModel): Omit<Growth, 'seedsNeeded'> | undefined {
  const last = sizes.at(-1)
  const before = sizes.findLast(({ datasetSize }) => last && datasetSize <= last.datasetSize / 2)
  if (!last || !before) return undefined
  const changes = pairedBySeed(
    last.runs,
    before.runs.filter((run) => memorizedBitsOf(run) > 0),
    (run, base) => memorizedBitsOf(run) / memorizedBitsOf(base) - 1,
  )
  if (changes.length === 0) return undefined
  return { times: last.datasetSize / before.datasetSize, effect: effectOf(changes) }
}

/** Whether the data grew for the last time and the memorised bits did not. */
const decidePlateau = ({ effect }: Pick<Growth, 'effect'>) => decideEqual(effect, PLATEAU_GROWTH)

/** Whether the runs of a model show that it is full; undefined before they have finished, and where they show something else. */
export function fullness(model: CapacityModel): 'full' | 'perhaps full' | undefined {
  const change = model.isComplete ? changeAtEnd(model) : undefined
  if (!change || Math.abs(change.effect.mean) > PLATEAU_GROWTH) return undefined
  const { verdict } = decidePlateau(change)
  return verdict === 'agrees' ? 'full' : verdict === 'not told apart' ? 'perhaps full' : undefined
}

/** Sizes whose runs end at about the same bits: the paper's sentence is about those alone. */
function fullSizes(sizes: readonly SizeRuns<FinishedRun>[]) {
  const ended = sizes.map((size) => ({
    ...size,
    bits: mean(size.runs.map(({ record }) => record.memorizedBits)),
  }))
  const most = Math.max(...ended.map(({ bits }) => bits))
  return ended.filter(({ bits }) => bits >= SAME_BITS * most)
}

/**
 * Whether more strings take longer to the same bits. Steps can be compared where each sees as many strings and none is smaller for being near
 * the end: with full batches and a cosine all sizes get there together, whatever they have to learn.
 */
function convergenceFinding(sizes: readonly SizeRuns<FinishedRun>[]): CapacityFinding[] {
  const runs = sizes.flatMap((size) => size.runs)
  if (sizes.length < 2) return []
  const unequalBatch = new Set(runs.map(({ trial }) => trial.batch)).size > 1
  const comesToRest = runs.some(({ trial }) => trainingOptions(trial).schedule !== 'constant')
  if (unequalBatch || comesToRest) {
    return [{ id: 'unequalSteps', verdict: 'not reached', values: { unequalBatch, comesToRest } }]
  }
  const full = fullSizes(sizes)
  const [first, last] = [full[0]!, full.at(-1)!]
  if (first === last) {
    return [{ id: 'oneFull', verdict: 'not reached', values: { datasetSize: first.datasetSize } }]
  }
  const level = LEVEL * Math.min(...full.map(({ bits }) => bits))
  const stepsOf = (run: FinishedRun) => stepsToBits(run, level)
  const ratios = pairedBySeed(
    last.runs,
    first.runs,
    (run, base) => (stepsOf(run) ?? Number.NaN) / (stepsOf(base) ?? Number.NaN) - 1,
  ).filter(Number.isFinite)
  if (ratios.length === 0) return []
  const later = effectOf(ratios)
  const { verdict, seedsNeeded } = decideAbove(later, laterMargin(last.runs[0]!))
  const of = ({ datasetSize, bits, runs: own }: typeof first): ConvergedSize => ({
    datasetSize,
    bits,
    steps: own.flatMap((run) => stepsOf(run) ?? []),
  })
  return [
    {
      id: 'convergence',
      verdict: verdict === 'no effect' ? 'differs' : verdict,
      values: { level, smallest: of(first), largest: of(last), later, seedsNeeded },
    },
  ]
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = {
  capacity: 'quick',
  oneSize: 'quick',
  noLine: 'quick',
  unequalSteps: 'convergence',
  oneFull: 'convergence',
  noCliff: 'quick',
} as const satisfies Partial<Record<CapacityFinding['id'], string>>

/** Whole strings are gone below this share, and all there above the other. */
export const GONE = 0.05
export const WHOLE = 0.95

function recallFinding(sizes: readonly SizeRuns<FinishedRun>[]): CapacityFinding[] {
  const recalled = sizes.flatMap(({ runs }) => {
    const shares = measureOf(runs, 'exactRecall')
    const { datasetBits, params } = runs[0]!.record
    return shares.length < runs.length ? [] : [{ ratio: datasetBits / params, recall: mean(shares), runs }]
  })
  if (recalled.length === 0) return []
  const whole = recalled.findLast(({ recall }) => recall >= WHOLE)
  const gone = recalled.find(({ recall }) => recall <= GONE)
  if (!whole || !gone || gone.ratio < whole.ratio) {
    return [{ id: 'noCliff', verdict: 'not reached', values: { missing: whole ? 'larger' : 'smaller' } }]
  }
  const of = ({ ratio, recall }: typeof whole): RecallSize => ({ ratio, recall })
  const held = gone.runs.map(({ record }) => record.bitsPerParam)
  return [{ id: 'cliff', verdict: 'seen', values: { whole: of(whole), gone: of(gone), held } }]
}
