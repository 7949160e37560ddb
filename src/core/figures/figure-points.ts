/** Turns runs into the points of a figure: seeds become one point with its spread. */
import { groupBy } from '../group'
import { spread } from '../metrics/stats'
import type { CapacityAxis } from '../runs/data-over-capacity'
import { dataPerParam, isWhole, type Run, startedRuns, uniformBitsOf } from '../runs/run'
import { type FigureAxis, type FigureColor, type FigurePoint, type FigureSeries, KIND_COLORS } from './figure'

/** One run's place in a figure. */
export interface Sample {
  readonly x: number
  readonly y: number
  /** Whether the trial still trains. */
  readonly live?: boolean
}

/** Equal x are seeds of one point: the mean, least to largest, and each of them. Ascending in x; values that are no numbers are left out. */
export function seedPoints(samples: readonly Sample[]): FigurePoint[] {
  const finite = samples.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  return [...groupBy(finite, ({ x }) => x)]
    .toSorted(([a], [b]) => a - b)
    .map(([x, group]) => {
      const values = group.map(({ y }) => y)
      const { mean, min, max } = spread(values)
      return {
        x,
        y: mean,
        live: group.some(({ live }) => live === true),
        ...(values.length > 1 ? { low: min, high: max, singles: values } : {}),
      }
    })
}

/** The last step of the size scale (ui/styles): from small models, warm, to large ones in the colour that means remembered. */
const LAST_STEP = 11

/** What a figure says (`awaits`) whose points are measured once, at a run's end. */
export const AWAITS_END = 'Drawn after the last step'

/** The colour of the i-th of n things in order of size; one alone has the largest's. */
export const sizeStep = (index: number, count: number): number =>
  count === 1 ? LAST_STEP : Math.round((index / (count - 1)) * LAST_STEP)

/** The colour of the i-th of things that no size puts in order. */
export const kindColor = (index: number): FigureColor => KIND_COLORS[index % KIND_COLORS.length]!

/**
 * An axis that holds all values, and a stretch that must be seen in any case. Values that a log axis cannot hold are left out; one value alone stands
 * in the middle.
 */
export function axisOver(
  label: string,
  scale: FigureAxis['scale'],
  values: readonly number[],
  [least, most]: readonly [number, number],
): FigureAxis {
  const shown = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0))
  const [min, max] = [Math.min(least, ...shown), Math.max(most, ...shown)]
  if (min < max) return { label, scale, min, max }
  return scale === 'log'
    ? { label, scale, min: min / 2, max: 2 * max }
    : { label, scale, min: min - 1, max: max + 1 }
}

/** Losses that span more than one and a half decades have a log axis: on a linear one the low ones all lie on the edge. */
const LOG_FROM = 10 ** 1.5
/** As a share of the highest: what is lower lies under a log axis. */
const LOWEST_SHOWN = 1e-4

/** The axis of losses, whose values say its scale. @param most must be seen in any case. */
export function lossAxis(label: string, losses: readonly number[], most: number): FigureAxis {
  const known = losses.filter(Number.isFinite)
  const [lowest, highest] = [Math.min(...known), Math.max(...known)]
  if (lowest <= 0 || !(highest > LOG_FROM * lowest)) return axisOver(label, 'linear', known, [0, most])
  const shown = known.filter((loss) => loss >= LOWEST_SHOWN * highest)
  return axisOver(label, 'log', shown, [Number.POSITIVE_INFINITY, most])
}

/** The axis of a share, from 0 to 1. */
export const shareAxis = (label: string): FigureAxis => ({ label, scale: 'linear', min: 0, max: 1 })

/** Data over capacity, from the least to the most of a sweep. */
export const dataAxis = ({ label, range: [min, max] }: CapacityAxis): FigureAxis => ({
  label,
  scale: 'log',
  min,
  max,
})

/** The axis of everything that is drawn while models train: a step to the longest run. */
export const stepAxis = (runs: readonly Run[]): FigureAxis => ({
  label: 'step',
  scale: 'log',
  min: 1,
  max: Math.max(2, ...runs.map(({ trial }) => trial.steps)),
})

/**
 * The axis of data for each parameter. Until all runs have finished also over what a uniform source would give, so that it has room for
 * what is planned.
 */
export function dataPerParamAxis(label: string, runs: readonly Run[]): FigureAxis {
  const known = startedRuns(runs).map(dataPerParam)
  const values = isWhole(runs)
    ? known
    : [...known, ...runs.map((run) => uniformBitsOf(run) / run.trial.params)]
  return axisOver(label, 'log', values, values.length === 0 ? [1, 10] : [Number.POSITIVE_INFINITY, 0])
}

/** All values that lines go through. */
export const valuesOf = (series: readonly FigureSeries[]): number[] =>
  series.flatMap(({ points }) => points.map(({ y }) => y))

/** Ends of all error bars, and values that have none. */
export const reachOf = (series: readonly FigureSeries[]): number[] =>
  series.flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, high]))
