/**
 * Brings finished records into storage: one save at a time, each of what has come since the last, so that the work is linear in records
 * however slow storage is. What storage refuses is kept and tried again.
 */
import type { TrialRecord } from '@/core/results/result'
import type { StorageStatus } from '@/runtime/storage/results-db'

export interface RecordSaver {
  add(records: Iterable<TrialRecord>): void
  /** Tries once more what storage has refused. @returns whether everything that was added is stored; false as soon as it is refused. */
  settled(): Promise<boolean>
  /** Gives up what is not stored yet; resolves when nothing is on its way any more. */
  forget(): Promise<void>
}

/** Long enough that storage which goes on refusing costs nothing to speak of. */
const RETRY_MS = 10_000

/** @param save must resolve, whatever storage does; anything but `ready` is a refusal of all. */
export function createRecordSaver(
  save: (records: readonly TrialRecord[]) => Promise<StorageStatus>,
): RecordSaver {
  const waiting = new Map<string, TrialRecord>()
  let saving: Promise<void> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function start(): void {
    clearTimeout(retry)
    retry = undefined
    if (!saving && waiting.size > 0) saving = saveWaiting()
  }

  async function saveWaiting(): Promise<void> {
    let status: StorageStatus = 'ready'
    while (waiting.size > 0 && status === 'ready') {
      const batch = [...waiting.values()]
      waiting.clear()
      status = await save(batch)
      if (status === 'ready') continue
      for (const record of batch) if (!waiting.has(record.trialKey)) waiting.set(record.trialKey, record)
      retry = setTimeout(start, RETRY_MS)
    }
    saving = undefined
  }

  return {
    add(records) {
      for (const record of records) waiting.set(record.trialKey, record)
      if (retry === undefined) start()
    },
    async settled() {
      start()
      await saving
      return waiting.size === 0
    },
    async forget() {
      waiting.clear()
      await saving
      waiting.clear()
      clearTimeout(retry)
      retry = undefined
    },
  }
}
