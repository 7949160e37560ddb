/**
 * What each model holds, whether it was full, and the line over models; then what was seen of convergence and of recall, of the largest model:
 * where several were run, its runs take longest.
 */
import type { FindingOf } from '@/core/findings/finding'
import { decideAbove, decideEqual } from '@/core/findings/verdict'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { lossSpacing, stepsToShare } from '@/core/runs/curve'
import { type CapacityLine, PLATEAU_GROWTH } from '@/core/runs/fit'
import { byModel, bySize, measureOf, pairedBySeed, type SizeRuns } from '@/core/runs/group'
import { type FinishedRun, finishedRuns, memorizedBitsOf, type Run } from '@/core/runs/run'
import { type CapacityModel, capacityModels, completeLine } from './series'

/** A size whose runs reach the same bits, and when they are nearly there. */
interface ConvergedSize {
  readonly datasetSize: number
  /** Memorised at the end, mean over seeds. */
  readonly bits: number
  /** Steps to nine tenths of that, one value for each seed. */
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
  /** Only one size ends within a tenth of the most bits. */
  readonly oneFull: { readonly datasetSize: number }
  readonly convergence: {
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

/** Near enough to the end that what is left is the schedule's tail. */
export const MOST = 0.9
/** Datasets count as ending at the same bits from this share of the most bits on. */
const SAME_BITS = 0.9
/**
 * Larger data that take less than this longer do not show it: each of the two times is known to the spacing of kept steps, and half as much
 * again leaves room for both to be off.
 */
const laterMargin = ({ trial }: FinishedRun): number => Math.max(0.15, 1.5 * lossSpacing(trial.steps))

export function findings({ runs }: { readonly runs: readonly Run[] }): CapacityFinding[] {
  const largest = byModel(finishedRuns(runs)).at(-1)
  if (!largest) return []
  const sizes = bySize(largest.runs)
  return [...capacityFindings(capacityModels(runs)), ...convergenceFinding(sizes), ...recallFinding(sizes)]
}

function capacityFindings(models: readonly CapacityModel[]): CapacityFinding[] {
  const capacities = models.flatMap((model) => capacityFinding(model, models.length === 1))
  const hasUnknown = capacities.some(({ id, values }) => id === 'capacity' && !values.growth)
  const line = completeLine(models)
  return [
    ...capacities,
    ...(hasUnknown ? [{ id: 'oneSize', verdict: 'not reached', values: {} } as const] : []),
    line
      ? { id: 'line', verdict: 'seen', values: line }
      : {
          id: 'noLine',
          verdict: 'not reached',
          values: { sizes: new Set(models.map(({ params }) => params)).size },
        },
  ]
}

function capacityFinding(model: CapacityModel, isOnly: boolean): CapacityFinding[] {
  const { label, color, params, capacity } = model
  if (!capacity) return []
  const change = changeAtEnd(model)
  const decision = change && decideEqual(change.effect, PLATEAU_GROWTH)
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

/** Sizes whose runs end within a tenth of the most bits: the paper's sentence is about those alone. */
function fullSizes(sizes: readonly SizeRuns<FinishedRun>[]) {
  const bitsOf = ({ runs }: SizeRuns<FinishedRun>) => mean(runs.map(({ record }) => record.memorizedBits))
  const most = Math.max(...sizes.map(bitsOf))
  return sizes.flatMap((size) => {
    const bits = bitsOf(size)
    const steps = size.runs.flatMap((run) => stepsToShare(run, MOST) ?? [])
    return bits >= SAME_BITS * most && steps.length === size.runs.length ? [{ ...size, bits, steps }] : []
  })
}

function convergenceFinding(sizes: readonly SizeRuns<FinishedRun>[]): CapacityFinding[] {
  const full = fullSizes(sizes)
  const [first, last] = [full[0], full.at(-1)]
  if (!first || !last) return []
  if (first === last) {
    return [{ id: 'oneFull', verdict: 'not reached', values: { datasetSize: first.datasetSize } }]
  }
  const stepsOf = (run: FinishedRun) => stepsToShare(run, MOST) ?? Number.NaN
  const ratios = pairedBySeed(last.runs, first.runs, (run, base) => stepsOf(run) / stepsOf(base) - 1)
  if (ratios.length === 0) return []
  const later = effectOf(ratios)
  const { verdict, seedsNeeded } = decideAbove(later, laterMargin(last.runs[0]!))
  const of = ({ datasetSize, bits, steps }: typeof first): ConvergedSize => ({ datasetSize, bits, steps })
  return [
    {
      id: 'convergence',
      verdict: verdict === 'no effect' ? 'differs' : verdict,
      values: { smallest: of(first), largest: of(last), later, seedsNeeded },
    },
  ]
}

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
