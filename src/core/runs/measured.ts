/** Finished and training trials alike, as fits and figures of a sweep see them. */

import type { FigureInput } from '../figures/figure'
import type { MeasuredTrial } from '../metrics/fit'
import type { ModelShape } from '../model/family'
import type { TrialRecord } from '../results/result'
import type { Settings } from '../sweep/trial'

export interface Measured extends MeasuredTrial {
  readonly trialKey: string
  readonly family: string
  readonly shape: ModelShape
  readonly settings: Settings
  readonly live: boolean
}

/** Of finished trials alone. */
export const measuredRecords = (records: readonly TrialRecord[]): Measured[] => records.map(ofRecord)

function ofRecord(record: TrialRecord): Measured {
  const { layers, width, heads, vocab, seqLen, tied } = record
  const positions = record.positions === 'learned' ? undefined : record.positions
  return { ...record, shape: { layers, width, heads, vocab, seqLen, tied, positions }, live: false }
}

/** All records, then the trials that train now. */
export function measuredTrials({ planned, records, live }: FigureInput): Measured[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  const training = live.flatMap(({ trialKey, datasetBits, memorizedBits }): Measured[] => {
    const trial = trials.get(trialKey)
    if (!trial || finished.has(trialKey)) return []
    const { family, shape, params, datasetSize, seed, settings } = trial
    const { width, layers, heads } = shape
    const model = { family, shape, params, width, layers, heads, settings }
    return [{ ...model, trialKey, datasetSize, seed, datasetBits, memorizedBits, live: true }]
  })
  return [...measuredRecords(records), ...training]
}
