/**
 * What outlives the tab: finished records and the sweeps they belong to, in IndexedDB. Storage is a convenience here, never a
 * condition: where it is missing, refused or full, every method still resolves and its status says so, and the page goes on with
 * what it holds in memory. Records are idempotent by trial key, so two tabs may write the same ones.
 */
import type { DexieOptions, Table } from 'dexie'
import { readRecord, type TrialRecord } from '@/core/results/result'
import { isStoredSweep, type StoredSweep } from './stored-sweep'

/** `full`: the quota is used up. `memory-only`: nothing can be kept at all. */
export type StorageStatus = 'ready' | 'memory-only' | 'full'

export interface ResultsStorage {
  /** Records that cannot be read (of a newer lab, say) are passed over and left where they are. */
  readRecords(): Promise<{ readonly records: readonly TrialRecord[]; readonly status: StorageStatus }>
  /** The latest first. */
  readSweeps(): Promise<readonly StoredSweep[]>
  saveRecords(records: readonly TrialRecord[]): Promise<StorageStatus>
  saveSweep(sweep: StoredSweep): Promise<StorageStatus>
  clear(): Promise<StorageStatus>
}

interface Tables {
  readonly records: Table<unknown, string>
  readonly sweeps: Table<unknown, string>
}

/**
 * One version a change of tables, numbered for good: a browser may come from any of them. Rows carry their own versions. The library is
 * loaded here: the page draws before it reads what is stored.
 */
async function openTables(name: string, options: DexieOptions): Promise<Tables> {
  const { Dexie } = await import('dexie')
  const db = new Dexie(name, options)
  db.version(1).stores({ records: 'trialKey', sweeps: 'id' })
  return { records: db.table('records'), sweeps: db.table('sweeps') }
}

export function openResultsDb(name = 'plateau', options: DexieOptions = {}): ResultsStorage {
  let tables: Promise<Tables> | undefined

  async function attempt<T>(
    work: (db: Tables) => PromiseLike<T>,
  ): Promise<{ readonly status: StorageStatus; readonly value: T | undefined }> {
    try {
      tables ??= openTables(name, options)
      return { status: 'ready', value: await work(await tables) }
    } catch (error) {
      return { status: isQuotaExceeded(error) ? 'full' : 'memory-only', value: undefined }
    }
  }

  return {
    async readRecords() {
      const { status, value } = await attempt((db) => db.records.toArray())
      return { status, records: (value ?? []).flatMap(readable) }
    },
    async readSweeps() {
      const { value } = await attempt((db) => db.sweeps.toArray())
      return (value ?? []).filter(isStoredSweep).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
    },
    saveRecords: async (records) => (await attempt((db) => db.records.bulkPut(records))).status,
    saveSweep: async (sweep) => (await attempt((db) => db.sweeps.put(sweep))).status,
    clear: async () => (await attempt((db) => Promise.all([db.records.clear(), db.sweeps.clear()]))).status,
  }
}

function readable(row: unknown): TrialRecord[] {
  try {
    return [readRecord(row)]
  } catch {
    return []
  }
}

/** Browsers wrap it: as the reason of an aborted transaction, or as one failure of many. */
function isQuotaExceeded(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'QuotaExceededError') return true
  if ('inner' in error && isQuotaExceeded(error.inner)) return true
  return 'failures' in error && Array.isArray(error.failures) && error.failures.some(isQuotaExceeded)
}
