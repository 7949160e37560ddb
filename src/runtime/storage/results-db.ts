/**
 * What outlives the tab: finished records and the sweeps they belong to, in IndexedDB. Storage is a convenience here, never a
 * condition: where it is missing, refused, full or silent, every method still resolves within seconds and its status says so, and the
 * page goes on with what it holds in memory. Records are idempotent by trial key, so two tabs may write the same ones.
 */
import type { Dexie, DexieOptions, Table, Transaction } from 'dexie'
import { groupBy } from '@/core/group'
import { readRecord } from '@/core/results/read-record'
import type { TrialRecord } from '@/core/results/result'
import { answerWithin, NoAnswerError } from './answer-within'
import { formerSweepId, readSweepRow, type StoredSweep, sweepRow } from './stored-sweep'

/**
 * `full`: the quota is used up. `silent`: storage has not answered in time, so nobody knows what it will keep; another tab may hold it.
 * `memory-only`: it refuses.
 */
export type StorageStatus = 'ready' | 'full' | 'silent' | 'memory-only'

/** Trained in this browser, or brought in from a file: those never count as runs of one's own. */
export type RecordOrigin = 'own' | 'imported'

export interface ResultsStorage {
  /** Records that cannot be read (damaged, or of a newer lab) are passed over and left where they are. */
  readRecords(
    origin: RecordOrigin,
  ): Promise<{ readonly records: readonly TrialRecord[]; readonly status: StorageStatus }>
  /** Sweeps that can be read, the latest first. */
  readSweeps(): Promise<readonly StoredSweep[]>
  /** Anything but `ready` means that some of them may not be stored. */
  saveRecords(origin: RecordOrigin, records: readonly TrialRecord[]): Promise<StorageStatus>
  saveSweep(sweep: StoredSweep): Promise<StorageStatus>
  /** A visitor's own text by its hash; undefined where it is not here. Whoever reads it checks that the hash is its own. */
  readText(hash: string): Promise<string | undefined>
  saveText(hash: string, text: string): Promise<StorageStatus>
  /** Deletes everything, and says so to the listeners: what was written meanwhile may be gone with the rest. */
  clear(): Promise<StorageStatus>
  /** Calls back when this page, another tab or the browser has deleted what was stored. The next write stores anew. */
  onDeleted(listener: () => void): void
}

/** Longest wait for the database to open, and for each transaction (ms). A busy machine takes some tens. */
const ANSWER_MS = 5000

/** Rows of one transaction: the page can be drawn between two of them. */
const SLICE = 100

type TableName = 'records' | 'imported' | 'sweeps' | 'texts'
const TABLES: readonly TableName[] = ['records', 'imported', 'sweeps', 'texts']
const TABLE_OF: Readonly<Record<RecordOrigin, TableName>> = { own: 'records', imported: 'imported' }
type Rows = Table<unknown, string>

interface ReadSweep {
  readonly sweep: StoredSweep
  readonly isFormer: boolean
}

interface Attempt<T> {
  readonly status: StorageStatus
  readonly value: T | undefined
}

export function openResultsDb(name = 'plateau', options: DexieOptions = {}): ResultsStorage {
  let opening: Promise<Dexie> | undefined
  const deletionListeners = new Set<() => void>()
  const tellDeleted = () => {
    for (const listener of deletionListeners) listener()
  }

  /** Opens the database, unless it is open. While an opening waits (for another tab, say) no second one is begun. */
  function database(): Promise<Dexie> {
    opening ??= openDexie(name, options, {
      onClosed: () => {
        opening = undefined
      },
      onDeleted: tellDeleted,
    }).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }

  /** Does some work on a table in one transaction. Never rejects, and ends after twice `ANSWER_MS` at the latest. */
  async function attempt<T>(
    table: TableName,
    mode: 'r' | 'rw',
    work: (rows: Rows) => PromiseLike<T>,
  ): Promise<Attempt<T>> {
    let transaction: Transaction | undefined
    try {
      const db = await answerWithin(ANSWER_MS, database())
      const running = db.transaction(mode, db.table(table), (begun) => {
        transaction = begun
        return work(begun.table(table))
      })
      return { status: 'ready', value: await answerWithin(ANSWER_MS, running) }
    } catch (error) {
      if (error instanceof NoAnswerError && transaction) abandon(transaction)
      return { status: statusAfter(error), value: undefined }
    }
  }

  /** All rows that can be read, slice by slice: where a slice cannot be read, its rows are tried one by one. */
  async function readRows<T>(
    table: TableName,
    parse: (row: unknown) => readonly T[],
  ): Promise<{ readonly rows: readonly T[]; readonly status: StorageStatus }> {
    const keys = await attempt(table, 'r', (rows) => rows.toCollection().primaryKeys())
    const read: T[] = []
    for (const slice of slices(keys.value ?? [])) {
      const { status, value = [] } = await attempt(table, 'r', (rows) =>
        rows.where(':id').between(slice[0], slice.at(-1), true, true).toArray(),
      )
      if (status === 'silent') return { rows: read, status }
      read.push(...value.flatMap(parse))
      for (const key of status === 'ready' ? [] : slice) {
        const alone = await attempt(table, 'r', (rows) => rows.get(key))
        read.push(...parse(alone.value))
      }
    }
    return { rows: read, status: keys.status }
  }

  return {
    async readRecords(origin) {
      const { rows, status } = await readRows(TABLE_OF[origin], parseRecord)
      return { records: rows, status }
    },
    async readSweeps() {
      const { rows } = await readRows('sweeps', parseSweep)
      return latestOfEach(rows)
    },
    async saveRecords(origin, records) {
      for (const slice of slices(records)) {
        const { status } = await attempt(TABLE_OF[origin], 'rw', (rows) => rows.bulkPut(slice))
        if (status !== 'ready') return status
      }
      return 'ready'
    },
    async saveSweep(sweep) {
      const former = formerSweepId(sweep)
      const { status } = await attempt('sweeps', 'rw', async (rows) => {
        if (former !== undefined) await rows.delete(former)
        await rows.put(sweepRow(sweep))
      })
      return status
    },
    readText: async (hash) => textOfRow((await attempt('texts', 'r', (rows) => rows.get(hash))).value),
    saveText: async (hash, text) => (await attempt('texts', 'rw', (rows) => rows.put({ hash, text }))).status,
    async clear() {
      let status: StorageStatus = 'ready'
      for (const table of TABLES)
        if (status === 'ready') status = (await attempt(table, 'rw', (rows) => rows.clear())).status
      tellDeleted()
      return status
    },
    onDeleted: (listener) => void deletionListeners.add(listener),
  }
}

interface ConnectionEvents {
  /** This connection can no longer be used. */
  readonly onClosed: () => void
  readonly onDeleted: () => void
}

/**
 * Opens the database. Each change of its tables is a version of its own and stays here for good: a browser may hold any of them. Rows
 * carry versions of their own. The library is imported only now: the page draws before it reads what is stored.
 */
async function openDexie(name: string, options: DexieOptions, events: ConnectionEvents): Promise<Dexie> {
  const { Dexie } = await import('dexie')
  const db = new Dexie(name, { ...options, autoOpen: false })
  db.version(1).stores({ records: 'trialKey', sweeps: 'id' })
  db.version(2).stores({ imported: 'trialKey' })
  db.version(3).stores({ texts: 'hash' })
  await db.open()
  // Dexie closes the database by itself too, when the page goes into the back/forward cache: by that nothing is lost.
  db.on('close', events.onClosed)
  // Another tab wants the database for itself: to upgrade it, by which nothing is lost either, or to delete it.
  db.on('versionchange', ({ newVersion }) => {
    db.close()
    if (!newVersion) events.onDeleted()
    return false
  })
  // The browser has closed it: the user cleared the site's data, or the files are gone.
  db.backendDB().onclose = () => {
    db.close()
    events.onDeleted()
  }
  return db
}

/** Aborts a transaction that is no longer waited for, so that it does not hold up the next. */
function abandon(transaction: Transaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already, without an event.
  }
}

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += SLICE) yield all.slice(start, start + SLICE)
}

/** The latest of the rows of each sweep, the latest sweep first. */
function latestOfEach(rows: readonly ReadSweep[]): StoredSweep[] {
  const latestFirst = rows.toSorted(
    (a, b) => b.sweep.startedAt.localeCompare(a.sweep.startedAt) || Number(a.isFormer) - Number(b.isFormer),
  )
  return [...groupBy(latestFirst, ({ sweep }) => sweep.id).values()].map(([latest]) => latest!.sweep)
}

const textOfRow = (row: unknown): string | undefined =>
  typeof row === 'object' && row !== null && 'text' in row && typeof row.text === 'string'
    ? row.text
    : undefined

function parseRecord(row: unknown): TrialRecord[] {
  try {
    return [readRecord(row)]
  } catch {
    return []
  }
}

/** A row from before its experiment had all its fields lies under a former id, beside that of the same sweep written since. */
function parseSweep(row: unknown): ReadSweep[] {
  const sweep = readSweepRow(row)
  return sweep ? [{ sweep, isFormer: (row as { id?: unknown }).id !== sweep.id }] : []
}

const statusAfter = (error: unknown): StorageStatus =>
  error instanceof NoAnswerError ? 'silent' : isQuotaExceeded(error) ? 'full' : 'memory-only'

/** Browsers and Dexie wrap the error: as the reason of an aborted transaction, or as one failure of many. */
function isQuotaExceeded(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'QuotaExceededError') return true
  if ('inner' in error && isQuotaExceeded(error.inner)) return true
  return 'failures' in error && Array.isArray(error.failures) && error.failures.some(isQuotaExceeded)
}
