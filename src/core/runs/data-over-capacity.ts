/**
 * The axis *data / capacity*, on which attacks and recall are drawn. A model's capacity is the most bits that its finished runs have
 * memorised, the mean over seeds; until all of them have finished, {@link ASSUMED_BITS_PER_PARAM} stand in for it, so that points do not
 * wander while a sweep runs.
 */
import { groupBy } from '../group'
import { ASSUMED_BITS_PER_PARAM } from '../metrics/assumed-capacity'
import { mean } from '../metrics/stats'
import {
  datasetBitsOf,
  type FinishedRun,
  finishedRuns,
  isWhole,
  type Run,
  type StartedRun,
  startedRuns,
  uniformBitsOf,
} from './run'

export interface CapacityAxis {
  readonly label: string
  /**
   * Data over capacity of a started run. Seeds of one finished size meet at their mean: a structured source gives each seed other bits.
   */
  of(run: StartedRun): number
  /** Bits per parameter of the model with so many parameters. */
  capacityOf(params: number): number
  /** Least and largest value over planned, training and finished runs. */
  readonly range: readonly [number, number]
}

/** Capacity of each model: its most memorised bits per parameter, mean over seeds. */
const measuredCapacities = (runs: readonly FinishedRun[]): Map<number, number> =>
  new Map(
    [...groupBy(runs, ({ trial }) => trial.params)].map(([params, own]) => {
      const seeds = [...groupBy(own, ({ trial }) => trial.seed).values()]
      return [params, mean(seeds.map((of) => Math.max(...of.map(({ record }) => record.bitsPerParam))))]
    }),
  )

const sizeKey = ({ trial: { params, datasetSize } }: Run): string => `${params} ${datasetSize}`

/** @param runs of one sweep: all of its trials, or finished runs alone. */
export function capacityAxis(runs: readonly Run[]): CapacityAxis {
  const whole = isWhole(runs)
  const finished = finishedRuns(runs)
  const measured = whole ? measuredCapacities(finished) : new Map<number, number>()
  const capacityOf = (params: number): number => {
    const capacity = measured.get(params)
    return capacity !== undefined && capacity > 0 ? capacity : ASSUMED_BITS_PER_PARAM
  }
  const meanBits = new Map(
    [...groupBy(finished, sizeKey)].map(([size, own]) => [size, mean(own.map(datasetBitsOf))]),
  )
  const ratio = (bits: number, params: number) => bits / (capacityOf(params) * params)
  const of = (run: StartedRun) =>
    ratio(
      run.state === 'finished'
        ? (meanBits.get(sizeKey(run)) ?? run.record.datasetBits)
        : run.live.datasetBits,
      run.trial.params,
    )
  const places = [
    ...startedRuns(runs).map(of),
    // A structured source has fewer bits than this: the axis is a little long until what trains tells.
    ...(whole ? [] : runs.map((run) => ratio(uniformBitsOf(run), run.trial.params))),
  ]
  return {
    label: whole
      ? 'data, multiples of what the model holds'
      : `data, multiples of ${ASSUMED_BITS_PER_PARAM} bits per parameter`,
    of,
    capacityOf,
    range: places.length === 0 ? [0.5, 16] : [Math.min(...places), Math.max(...places)],
  }
}
