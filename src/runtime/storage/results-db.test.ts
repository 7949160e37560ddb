import Dexie from 'dexie'
import {
  IDBFactory,
  IDBKeyRange,
  IDBObjectStore,
  IDBOpenDBRequest,
  IDBRequest,
  IDBTransaction,
} from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep } from '@/core/sweep/sweep'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { openResultsDb } from './results-db'
import type { StoredSweep } from './stored-sweep'

let indexedDB: IDBFactory
const open = () => openResultsDb('test', { indexedDB, IDBKeyRange })

beforeEach(() => {
  indexedDB = new IDBFactory()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const capacity = experimentById('capacity')
const records: readonly TrialRecord[] = capacity
  .plan(capacity.presets[0].config)
  .slice(0, 3)
  .map((trial) => exampleRecord(trial, { memorizedBits: 10 }))
const sweep: StoredSweep = {
  ...planSweep(capacity, 'tiny', capacity.presets[0].config),
  status: 'running',
  startedAt: '2025-01-01T00:00:00Z',
}

/** Writes rows past the lab's own code, as a stranger or another version would. */
async function writeRows(table: string, rows: readonly unknown[]) {
  const raw = new Dexie('test', { indexedDB, IDBKeyRange })
  await raw.open()
  await raw.table(table).bulkPut(rows)
  raw.close()
}

it('keeps records and sweeps for the next visit, each once', async () => {
  const before = open()
  expect(await before.saveRecords('own', records)).toBe('ready')
  expect(await before.saveRecords('own', records.slice(0, 1))).toBe('ready')
  expect(await before.saveSweep(sweep)).toBe('ready')
  expect(await before.saveSweep({ ...sweep, status: 'finished' })).toBe('ready')
  const next = open()
  const stored = await next.readRecords('own')
  expect(stored.status).toBe('ready')
  expect(new Set(stored.records)).toEqual(new Set(records))
  expect(await next.readSweeps()).toEqual([{ ...sweep, status: 'finished' }])
})

it('passes over rows that it cannot read, and leaves them where they are', async () => {
  const db = open()
  await db.saveRecords('own', records.slice(0, 1))
  const newer = { ...records[1], schemaVersion: 99 }
  await writeRows('records', [newer, { trialKey: 'junk' }])
  await writeRows('sweeps', [{ id: 'junk', trialKeys: 'none' }])
  expect((await db.readRecords('own')).records).toEqual(records.slice(0, 1))
  expect(await db.readSweeps()).toEqual([])
  const raw = await new Dexie('test', { indexedDB, IDBKeyRange }).open()
  expect(await raw.table('records').count()).toBe(3)
})

it('reads the rows around one that the browser cannot give out', async () => {
  const db = open()
  await db.saveRecords('own', records)
  const damaged = records[1]!.trialKey
  const { getAll, get } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...range) {
    getAll.apply(this, range)
    throw new DOMException('it could not be deserialized', 'DataCloneError')
  })
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    if (key === damaged) throw new DOMException('it could not be deserialized', 'DataCloneError')
    return get.call(this, key)
  })
  const stored = await db.readRecords('own')
  expect(stored.status).toBe('ready')
  expect(new Set(stored.records)).toEqual(new Set(records.filter(({ trialKey }) => trialKey !== damaged)))
})

it('reads and writes more rows than one transaction takes', async () => {
  const many = Array.from({ length: 250 }, (_, seed) => exampleRecord(exampleTrial({ seed })))
  const db = open()
  expect(await db.saveRecords('own', many)).toBe('ready')
  const { records: stored } = await db.readRecords('own')
  expect(stored.toSorted((a, b) => a.seed - b.seed)).toEqual(many)
})

it('keeps what was imported apart from what was trained here', async () => {
  const db = open()
  const other = { ...records[0]!, device: 'another' }
  await db.saveRecords('own', records)
  expect(await db.saveRecords('imported', [other])).toBe('ready')
  expect((await db.readRecords('imported')).records).toEqual([other])
  expect(new Set((await db.readRecords('own')).records)).toEqual(new Set(records))
})

it('goes on with what a page without imported runs has stored', async () => {
  const old = new Dexie('test', { indexedDB, IDBKeyRange })
  old.version(1).stores({ records: 'trialKey', sweeps: 'id' })
  await old.table('records').bulkPut([...records])
  old.close()
  const db = open()
  expect((await db.readRecords('own')).records).toHaveLength(3)
  expect(await db.readRecords('imported')).toEqual({ status: 'ready', records: [] })
})

it('clears everything', async () => {
  const db = open()
  await db.saveRecords('own', records)
  await db.saveRecords('imported', records)
  await db.saveSweep(sweep)
  const deleted = vi.fn()
  db.onDeleted(deleted)
  expect(await db.clear()).toBe('ready')
  expect(deleted, 'for what was written meanwhile').toHaveBeenCalledOnce()
  expect(await db.readRecords('own')).toEqual({ status: 'ready', records: [] })
  expect(await db.readRecords('imported')).toEqual({ status: 'ready', records: [] })
  expect(await db.readSweeps()).toEqual([])
})

it('is memory-only where IndexedDB is missing', async () => {
  const db = openResultsDb('test')
  expect(await db.readRecords('own')).toEqual({ status: 'memory-only', records: [] })
  expect(await db.readSweeps()).toEqual([])
  expect(await db.saveRecords('own', records)).toBe('memory-only')
  expect(await db.saveSweep(sweep)).toBe('memory-only')
  expect(await db.clear()).toBe('memory-only')
})

it('is memory-only where IndexedDB refuses', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no storage in a private window', 'SecurityError')
  })
  expect(await open().saveRecords('own', records)).toBe('memory-only')
})

const quota = () => new DOMException('', 'QuotaExceededError')

/** How browsers refuse a write: by throwing, by failing the request, or (Chromium on a full disk) by aborting the transaction. */
const refusals: readonly [
  how: string,
  put: (store: IDBObjectStore, row: unknown) => unknown,
  status: string,
][] = [
  [
    'throws over quota',
    () => {
      throw quota()
    },
    'full',
  ],
  [
    'fails over quota',
    (store) => Object.defineProperty(store.add(records[0]), 'error', { get: quota, set: () => undefined }),
    'full',
  ],
  [
    'aborts over quota',
    (store, row) => {
      const request = store.add(row)
      request.addEventListener('success', () => {
        Object.defineProperty(store.transaction, 'error', { get: quota, set: () => undefined })
        store.transaction.abort()
      })
      return request
    },
    'full',
  ],
  [
    'throws for another reason',
    () => {
      throw new DOMException('the disk is gone', 'UnknownError')
    },
    'memory-only',
  ],
]

it.each(refusals)('says what it means when a write %s, and recovers', async (_, refuse, status) => {
  const db = open()
  expect(await db.saveRecords('own', records.slice(0, 1))).toBe('ready')
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    row: unknown,
  ) {
    return refuse(this, row) as ReturnType<IDBObjectStore['put']>
  })
  expect(await db.saveRecords('own', records.slice(1, 2))).toBe(status)
  put.mockRestore()
  expect(await db.saveRecords('own', records)).toBe('ready')
  expect((await db.readRecords('own')).records).toHaveLength(3)
})

describe('storage that does not answer', () => {
  /** Longer than any one answer is waited for; the browser's own timers run on. */
  const PATIENCE_MS = 5000
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })

  async function afterPatience<T>(answer: Promise<T>): Promise<T> {
    let settled = false
    void answer.then(() => {
      settled = true
    })
    while (!settled) {
      await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(PATIENCE_MS / 10)
    }
    return answer
  }

  it('is silent while it does not open, and kept as soon as it does', async () => {
    const openNow = indexedDB.open.bind(indexedDB)
    const waiting: (() => void)[] = []
    vi.spyOn(indexedDB, 'open').mockImplementation((...asked) => {
      const late = new IDBOpenDBRequest()
      waiting.push(() => {
        const request = openNow(...asked)
        for (const type of ['success', 'upgradeneeded', 'error'] as const)
          request.addEventListener(type, (event) => {
            Object.defineProperty(late, 'result', { get: () => request.result, configurable: true })
            Object.defineProperty(late, 'transaction', { get: () => request.transaction, configurable: true })
            late[`on${type}`]?.(event as IDBVersionChangeEvent)
          })
      })
      return late
    })
    const db = open()
    expect(await afterPatience(db.saveRecords('own', records))).toBe('silent')
    expect(await afterPatience(db.readRecords('own'))).toEqual({ status: 'silent', records: [] })
    expect(await afterPatience(db.readSweeps())).toEqual([])
    expect(await afterPatience(db.clear())).toBe('silent')
    expect(waiting).toHaveLength(1)
    for (const answer of waiting) answer()
    expect(await afterPatience(db.saveRecords('own', records))).toBe('ready')
    expect((await db.readRecords('own')).records).toHaveLength(3)
  })

  it('is silent while a transaction hangs, gives it up, and is kept by the next', async () => {
    const db = open()
    expect(await db.saveRecords('own', records.slice(0, 1))).toBe('ready')
    const aborted = vi.spyOn(IDBTransaction.prototype, 'abort')
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore) {
      const again = () => {
        this.get('nothing').onsuccess = again
      }
      again()
      return new IDBRequest()
    })
    expect(await afterPatience(db.saveRecords('own', records))).toBe('silent')
    expect(aborted).toHaveBeenCalledOnce()
    aborted.mockImplementationOnce(() => {
      throw new DOMException('the transaction has finished', 'InvalidStateError')
    })
    put.mockReturnValueOnce(new IDBRequest())
    expect(
      await afterPatience(db.saveRecords('own', records.slice(0, 1))),
      'one that ends without a word',
    ).toBe('silent')
    put.mockRestore()
    expect(await afterPatience(db.saveRecords('own', records))).toBe('ready')
    expect((await afterPatience(db.readRecords('own'))).records).toHaveLength(3)
  })
})

describe('a database that is taken away', () => {
  it('says that it was deleted, lets the other tab go on, and stores anew', async () => {
    const db = open()
    const deleted = vi.fn()
    db.onDeleted(deleted)
    await db.saveRecords('own', records.slice(0, 2))
    expect(deleted).not.toHaveBeenCalled()
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('test').onsuccess = resolve
    })
    expect(deleted).toHaveBeenCalledOnce()
    expect(await db.saveRecords('own', records.slice(2))).toBe('ready')
    expect((await db.readRecords('own')).records).toEqual(records.slice(2))
  })

  it('says so when the browser closed it', async () => {
    const connections: IDBDatabase[] = []
    const openNow = indexedDB.open.bind(indexedDB)
    vi.spyOn(indexedDB, 'open').mockImplementation((...asked) => {
      const request = openNow(...asked)
      request.addEventListener('success', () => connections.push(request.result))
      return request
    })
    const db = open()
    const deleted = vi.fn()
    db.onDeleted(deleted)
    await db.saveRecords('own', records)
    for (const connection of connections) {
      connection.close()
      connection.onclose?.(new Event('close'))
    }
    expect(deleted).toHaveBeenCalledOnce()
    expect(await db.saveRecords('own', records)).toBe('ready')
  })

  it('takes no deletion from a page that goes into the back/forward cache, and stores on after it', async () => {
    const connections: Dexie[] = []
    const openNow = Dexie.prototype.open
    vi.spyOn(Dexie.prototype, 'open').mockImplementation(function (this: Dexie) {
      connections.push(this)
      return openNow.call(this)
    })
    const db = open()
    const deleted = vi.fn()
    db.onDeleted(deleted)
    await db.saveRecords('own', records.slice(0, 1))
    // What Dexie does on `pagehide` where the event says `persisted`.
    for (const connection of connections) connection.close({ disableAutoOpen: false })
    expect(deleted).not.toHaveBeenCalled()
    expect(await db.saveRecords('own', records.slice(1))).toBe('ready')
    expect((await db.readRecords('own')).records).toHaveLength(3)
    expect(connections).toHaveLength(2)
  })

  it('makes way for the upgrade of a newer page, and goes on in what that has made', async () => {
    const db = open()
    const deleted = vi.fn()
    db.onDeleted(deleted)
    await db.saveRecords('own', records.slice(0, 1))
    await new Promise((resolve) => {
      const request = indexedDB.open('test', 200)
      request.onupgradeneeded = () => request.result.createObjectStore('more')
      request.onsuccess = () => {
        request.result.close()
        resolve(undefined)
      }
    })
    expect(deleted).not.toHaveBeenCalled()
    expect(await db.saveRecords('own', records.slice(1))).toBe('ready')
    expect((await db.readRecords('own')).records).toHaveLength(3)
  })
})
