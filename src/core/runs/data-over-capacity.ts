/**
 * Data in units of what a model can hold: the axis on which attacks and recall are drawn. A model's capacity is the most that it memorised
 * in the runs at hand; before they are all there it is taken as {@link ASSUMED_CAPACITY}, so that points do not wander while a sweep runs.
 */

import type { FigureInput } from '../figures/figure'
import { groupBy } from '../group'
import { uniformDatasetBits } from '../metrics/bits'
import { spread } from '../metrics/stats'
import type { TrialRecord } from '../results/result'

/** Bits per parameter. */
export const ASSUMED_CAPACITY = 2.5

export interface CapacityAxis {
  readonly label: string
  /** Seeds of one size meet at their mean: a structured source gives each seed other bits. */
  ofRecord(record: TrialRecord): number
  ofLive(live: { readonly params: number; readonly datasetBits: number }): number
  /** Bits per parameter, of the model with so many. */
  capacityOf(params: number): number
  /** Least and largest of what is planned, trains and has run. */
  readonly range: readonly [number, number]
}

/** Most memorised bits per parameter of each model, the mean over seeds. */
function measuredCapacities(records: readonly TrialRecord[]): Map<number, number> {
  const bySeed = (runs: readonly TrialRecord[]) => [...groupBy(runs, ({ seed }) => seed).values()]
  return new Map(
    [...groupBy(records, ({ params }) => params)].map(([params, runs]) => [
      params,
      spread(bySeed(runs).map((own) => Math.max(...own.map(({ bitsPerParam }) => bitsPerParam)))).mean,
    ]),
  )
}

export function capacityAxis({
  planned,
  records,
  live = [],
}: Pick<FigureInput, 'planned' | 'records'> & Partial<Pick<FigureInput, 'live'>>): CapacityAxis {
  const isWhole = records.length > 0 && records.length >= planned.length
  const measured = isWhole ? measuredCapacities(records) : new Map<number, number>()
  const capacityOf = (params: number): number => {
    const capacity = measured.get(params)
    return capacity !== undefined && capacity > 0 ? capacity : ASSUMED_CAPACITY
  }
  const sizeOf = ({ params, datasetSize }: { params: number; datasetSize: number }) =>
    `${params} ${datasetSize}`
  const meanBits = new Map(
    [...groupBy(records, sizeOf)].map(([size, runs]) => [
      size,
      spread(runs.map(({ datasetBits }) => datasetBits)).mean,
    ]),
  )
  const ratio = (bits: number, params: number) => bits / (capacityOf(params) * params)
  const ofRecord = (record: TrialRecord) => ratio(meanBits.get(sizeOf(record))!, record.params)
  const paramsOf = new Map(planned.map(({ key, params }) => [key, params]))
  const places = [
    ...records.map(ofRecord),
    ...live.flatMap(({ trialKey, datasetBits }) => {
      const params = paramsOf.get(trialKey)
      return params === undefined ? [] : [ratio(datasetBits, params)]
    }),
    // A structured source has fewer bits than this: an axis that is a little long, until what trains tells.
    ...(isWhole
      ? []
      : planned.map(({ shape, datasetSize, params }) =>
          ratio(uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab), params),
        )),
  ]
  return {
    label: isWhole
      ? 'data, multiples of what the model holds'
      : `data, multiples of ${ASSUMED_CAPACITY} bits per parameter`,
    ofRecord,
    ofLive: ({ params, datasetBits }) => ratio(datasetBits, params),
    capacityOf,
    range: places.length === 0 ? [0.5, 16] : [Math.min(...places), Math.max(...places)],
  }
}
