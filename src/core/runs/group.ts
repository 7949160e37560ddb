/** Runs by what they have in common: the groupings that figures and findings of all experiments share. */
import { groupBy } from '../group'
import { mean } from '../metrics/stats'
import { printShape } from '../sweep/trial'
import { modelText } from '../text/model-text'
import { finishedRuns, type Run } from './run'

/** Runs of one model: all sizes of data, all seeds. */
export interface ModelRuns<R extends Run = Run> {
  /** P, parameters. */
  readonly params: number
  /** `3,048 parameters`. */
  readonly label: string
  /** Text to follow a label: `, 3,048 parameters`; empty where all runs are of one model. */
  readonly about: string
  /** In order of dataset size, then of seed. */
  readonly runs: readonly R[]
}

/** One group for each number of parameters, smallest model first. */
export function byModel<R extends Run>(runs: readonly R[]): ModelRuns<R>[] {
  const models = [...groupBy(runs, ({ trial }) => trial.params)].toSorted(([a], [b]) => a - b)
  return models.map(([params, own]) => ({
    params,
    label: modelText(params),
    about: models.length > 1 ? `, ${modelText(params)}` : '',
    runs: own.toSorted((a, b) => a.trial.datasetSize - b.trial.datasetSize || a.trial.seed - b.trial.seed),
  }))
}

/** Runs of one number of strings: all seeds. */
export interface SizeRuns<R extends Run = Run> {
  /** N, strings. */
  readonly datasetSize: number
  readonly runs: readonly R[]
}

/** Groups runs of one model by their number of strings, fewest first. */
export const bySize = <R extends Run>(runs: readonly R[]): SizeRuns<R>[] =>
  [...groupBy(runs, ({ trial }) => trial.datasetSize)]
    .toSorted(([a], [b]) => a - b)
    .map(([datasetSize, own]) => ({ datasetSize, runs: own }))

/** Runs that differ in nothing but their seeds. */
export const byConfig = <R extends Run>(runs: readonly R[]): R[][] => [
  ...groupBy(runs, ({ trial }) => {
    const { family, shape, source, datasetSize, steps, learningRate, batch, settings } = trial
    const unlike = Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return [
      family,
      printShape(shape),
      JSON.stringify(source),
      datasetSize,
      steps,
      learningRate,
      batch,
      ...unlike.flat(),
    ].join(' ')
  }).values(),
]

/** The seed whose single runs are drawn: the least; undefined where there are no runs. */
export const firstSeed = (runs: readonly Run[]): number | undefined =>
  runs.length === 0 ? undefined : Math.min(...runs.map(({ trial }) => trial.seed))

export function ofFirstSeed<R extends Run>(runs: readonly R[]): R[] {
  const first = firstSeed(runs)
  return runs.filter(({ trial }) => trial.seed === first)
}

/** Those of the largest model: where several were run, its runs take longest. */
export function ofLargestModel<R extends Run>(runs: readonly R[]): R[] {
  const params = Math.max(...runs.map(({ trial }) => trial.params))
  return runs.filter(({ trial }) => trial.params === params)
}

/** Those on the most strings. */
export function ofMostData<R extends Run>(runs: readonly R[]): R[] {
  const size = Math.max(...runs.map(({ trial }) => trial.datasetSize))
  return runs.filter(({ trial }) => trial.datasetSize === size)
}

/** A measure of every finished run that has it. */
export const measureOf = (runs: readonly Run[], name: string): number[] =>
  finishedRuns(runs).flatMap(({ record }) => record.measures[name] ?? [])

/**
 * Differences between runs of the same seed, one for each seed that both sides have: what a paired interval is made of.
 * @param compare `(b, a) => b / a − 1`, say.
 */
export const pairedBySeed = <R extends Run>(
  runs: readonly R[],
  baseline: readonly R[],
  compare: (run: R, base: R) => number,
): number[] =>
  runs.flatMap((run) => {
    const base = baseline.find(({ trial }) => trial.seed === run.trial.seed)
    return base ? [compare(run, base)] : []
  })

/** A number that one of a seed's runs or models has measured. */
export interface OfSeed {
  readonly seed: number
  readonly value: number
}

/** The mean of each seed, in the order of the seeds: several models of one seed share its draws, so they count once in an interval over seeds. */
export const meansOfSeeds = (values: readonly OfSeed[]): number[] =>
  [...groupBy(values, ({ seed }) => seed)]
    .toSorted(([a], [b]) => a - b)
    .map(([, own]) => mean(own.map(({ value }) => value)))
