/** The records that stand, in memory, in the file and on the front: what happens to one happens in all three. */
import type { TrialRecord } from '@/core/results/result'
import type { ClassFile } from './class-file'

export interface RecordEvents {
  readonly added: (record: TrialRecord) => void
  readonly withdrawn: (trialKeys: readonly string[]) => void
}

export interface KeptRecords {
  get(trialKey: string): TrialRecord | undefined
  has(trialKey: string): boolean
  values(): TrialRecord[]
  add(record: TrialRecord): void
  withdraw(trialKeys: readonly string[]): void
}

/** @param isPossible what the file holds and cannot be true leaves it at once. @param isPlanned others in it are of other sweeps, and stay. */
export function keepRecords(
  file: ClassFile,
  isPlanned: (trialKey: string) => boolean,
  isPossible: (record: TrialRecord) => boolean,
  events: RecordEvents,
): KeptRecords {
  const planned = file.records.filter(({ trialKey }) => isPlanned(trialKey))
  const records = new Map(planned.filter(isPossible).map((record) => [record.trialKey, record]))
  const impossible = planned.filter(({ trialKey }) => !records.has(trialKey))
  if (impossible.length > 0) file.withdraw(impossible.map(({ trialKey }) => trialKey))
  return {
    get: (key) => records.get(key),
    has: (key) => records.has(key),
    values: () => [...records.values()],
    add(record) {
      records.set(record.trialKey, record)
      file.append(record)
      events.added(record)
    },
    withdraw(keys) {
      if (keys.length === 0) return
      for (const key of keys) records.delete(key)
      file.withdraw(keys)
      events.withdrawn(keys)
    },
  }
}
