/** Which records of tabs can be believed as far as their trials tell, and how they are kept. */
import { BACKEND_IDS } from '@/core/backends'
import { BUILD_COMMIT } from '@/core/build'
import { createBoundsCheck } from '@/core/results/bounds'
import { readRecord } from '@/core/results/read-record'
import { type TrialRecord, trialColumns } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'

/** In place of what a device calls itself: it will stand on a projector. */
export const DEVICE = 'a tab of a class'

export interface Belief {
  /** Whether a record of a planned trial says nothing impossible. */
  isPossible(record: TrialRecord): boolean
  /**
   * @param raw anything. @returns the record with what is not a tab's to say: what the trial decides, and all words; undefined where it is not to
   * be believed, or of another sweep.
   */
  read(raw: unknown): TrialRecord | undefined
}

export function createBelief(planned: ReadonlyMap<string, Trial>, date: () => Date): Belief {
  const problemOf = createBoundsCheck()
  function possibleTrial(record: TrialRecord): Trial | undefined {
    const trial = planned.get(record.trialKey)
    const isPossible =
      trial && BACKEND_IDS.some((id) => id === record.backend) && problemOf(record, trial) === undefined
    return isPossible ? trial : undefined
  }
  return {
    isPossible: (record) => possibleTrial(record) !== undefined,
    read(raw) {
      try {
        const record = readRecord(raw)
        const trial = possibleTrial(record)
        if (!trial) return undefined
        const finishedAt = date().toISOString()
        return { ...record, ...trialColumns(trial), device: DEVICE, commit: BUILD_COMMIT, finishedAt }
      } catch {
        return undefined
      }
    },
  }
}
