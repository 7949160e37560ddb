/** What came out of the queue, read with distrust: anybody who has the password may have put it there. */
import { excerpt } from '@/core/excerpt'
import { createBoundsCheck } from '@/core/results/bounds'
import { readRecord } from '@/core/results/read-record'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import type { Delivery } from './work-queue'

export interface RecordKeeper {
  /** @returns the records of a group that are the first of their trials, and what a person should hear. */
  take(group: readonly Delivery[]): {
    readonly fresh: readonly TrialRecord[]
    readonly complaints: readonly string[]
  }
  /** Keys of the trials whose outcome is not known. */
  missing(): ReadonlySet<string>
  counts(): { readonly repeats: number; readonly refused: number; readonly failed: number }
}

/** @param finished records by trial key, from the file. @param mostRefusals after as many a trial is given up. */
export function createRecordKeeper(
  trials: readonly Trial[],
  finished: ReadonlyMap<string, TrialRecord>,
  mostRefusals: number,
): RecordKeeper {
  const planned = new Map(trials.map((trial) => [trial.key, trial]))
  const missing = new Set(trials.map(({ key }) => key).filter((key) => !finished.has(key)))
  const check = createBoundsCheck()
  const refusals = new Map<string, number>()
  const failed = new Set<string>()
  let repeats = 0
  let refused = 0

  /** @throws Error that says why it cannot be believed. */
  function read({ trialKey, outcome }: Delivery, trial: Trial): TrialRecord | { readonly failed: string } {
    if (typeof outcome !== 'object' || outcome === null) throw new RangeError('it is no record')
    if ('failed' in outcome) return { failed: excerpt(String(outcome.failed), 200) }
    const record = readRecord('record' in outcome ? outcome.record : undefined)
    if (record.trialKey !== trialKey) throw new RangeError('it is of another trial than it says')
    const problem = check(record, trial)
    if (problem !== undefined) throw new RangeError(problem)
    return record
  }

  function refuse(key: string, reason: string): string[] {
    refused++
    const times = (refusals.get(key) ?? 0) + 1
    refusals.set(key, times)
    const lines = [`Refused a record of ${excerpt(key, 160)}: ${excerpt(reason, 200)}`]
    if (times >= mostRefusals && missing.delete(key)) {
      failed.add(key)
      lines.push(`${excerpt(key, 160)}: given up, after ${times} records that cannot be believed`)
    }
    return lines
  }

  return {
    take(group) {
      const fresh: TrialRecord[] = []
      const complaints: string[] = []
      for (const delivery of group) {
        const { trialKey } = delivery
        const trial = planned.get(trialKey)
        if (!trial) {
          complaints.push(...refuse(trialKey, 'this sweep has no such trial'))
          continue
        }
        try {
          const record = read(delivery, trial)
          if ('failed' in record) {
            if (!missing.delete(trialKey)) continue
            failed.add(trialKey)
            complaints.push(`${trialKey}: ${record.failed}`)
          } else if (missing.delete(trialKey)) fresh.push(record)
          else repeats++
        } catch (error) {
          complaints.push(...refuse(trialKey, error instanceof Error ? error.message : String(error)))
        }
      }
      return { fresh, complaints }
    },
    missing: () => missing,
    counts: () => ({ repeats, refused, failed: failed.size }),
  }
}
