/** Questions about stored sweeps. Pure. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import type { StoredSweep } from '@/runtime/storage/stored-sweep'

type Records = ReadonlyMap<string, TrialRecord>

export const hasResults = ({ trials }: { readonly trials: readonly Trial[] }, records: Records): boolean =>
  trials.some(({ key }) => records.has(key))

/** Whether a sweep can be gone on with: nobody ended it, and trials are left. */
export const isUnfinished = (sweep: StoredSweep, records: Records): boolean =>
  sweep.status === 'running' && sweep.trials.some(({ key }) => !records.has(key))
