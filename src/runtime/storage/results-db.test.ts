import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeRecord, type TrialRecord } from '@/core/results/result'
import { experimentById } from '@/core/sweep/experiments'
import { openResultsDb } from './results-db'
import type { StoredSweep } from './stored-sweep'

let indexedDB: IDBFactory
const open = () => openResultsDb('test', { indexedDB, IDBKeyRange })

beforeEach(() => {
  indexedDB = new IDBFactory()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const capacity = experimentById('capacity')
const records: readonly TrialRecord[] = capacity
  .plan(capacity.presets[0].config)
  .slice(0, 3)
  .map((trial) => {
    const strings = (count: number) => ({
      tokens: new Int32Array(count * 8),
      count,
      seqLen: 8,
      sourceBits: new Float64Array(count).fill(32),
    })
    const outcome = {
      training: strings(8),
      heldOut: strings(4),
      trainingNats: Array(8).fill(1),
      heldOutNats: Array(4).fill(30),
    }
    const circumstances = {
      backend: 'cpu',
      device: 'test',
      members: 1,
      elapsedMs: 1,
      finishedAt: '2025-01-01T00:00:00Z',
    }
    return makeRecord(trial, outcome, circumstances)
  })
const sweep: StoredSweep = {
  id: '#a',
  experiment: 'capacity',
  presetId: 'tiny',
  hash: '#a',
  trialKeys: records.map(({ trialKey }) => trialKey),
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
  expect(await before.saveRecords(records)).toBe('ready')
  expect(await before.saveRecords(records.slice(0, 1))).toBe('ready')
  expect(await before.saveSweep(sweep)).toBe('ready')
  expect(await before.saveSweep({ ...sweep, status: 'finished' })).toBe('ready')
  const next = open()
  const stored = await next.readRecords()
  expect(stored.status).toBe('ready')
  expect(new Set(stored.records)).toEqual(new Set(records))
  expect(await next.readSweeps()).toEqual([{ ...sweep, status: 'finished' }])
})

it('lists the latest sweep first', async () => {
  const db = open()
  for (const [id, startedAt] of [
    ['#b', '2025-03-01'],
    ['#c', '2025-03-03'],
    ['#a', '2025-03-02'],
  ] as const)
    await db.saveSweep({ ...sweep, id, startedAt })
  expect((await db.readSweeps()).map(({ id }) => id)).toEqual(['#c', '#a', '#b'])
})

it('passes over rows that it cannot read, and leaves them where they are', async () => {
  const db = open()
  await db.saveRecords(records.slice(0, 1))
  const newer = { ...records[1], schemaVersion: 99 }
  await writeRows('records', [newer, { trialKey: 'junk' }])
  await writeRows('sweeps', [{ id: 'junk', trialKeys: 'none' }])
  expect((await db.readRecords()).records).toEqual(records.slice(0, 1))
  expect(await db.readSweeps()).toEqual([])
  const raw = await new Dexie('test', { indexedDB, IDBKeyRange }).open()
  expect(await raw.table('records').count()).toBe(3)
})

it('clears everything', async () => {
  const db = open()
  await db.saveRecords(records)
  await db.saveSweep(sweep)
  expect(await db.clear()).toBe('ready')
  expect(await db.readRecords()).toEqual({ status: 'ready', records: [] })
  expect(await db.readSweeps()).toEqual([])
})

it('is memory-only where IndexedDB is missing', async () => {
  const db = openResultsDb('test')
  expect(await db.readRecords()).toEqual({ status: 'memory-only', records: [] })
  expect(await db.readSweeps()).toEqual([])
  expect(await db.saveRecords(records)).toBe('memory-only')
  expect(await db.saveSweep(sweep)).toBe('memory-only')
  expect(await db.clear()).toBe('memory-only')
})

it('is memory-only where IndexedDB refuses', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no storage in a private window', 'SecurityError')
  })
  expect(await open().saveRecords(records)).toBe('memory-only')
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
  expect(await db.saveRecords(records.slice(0, 1))).toBe('ready')
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    row: unknown,
  ) {
    return refuse(this, row) as ReturnType<IDBObjectStore['put']>
  })
  expect(await db.saveRecords(records.slice(1, 2))).toBe(status)
  put.mockRestore()
  expect(await db.saveRecords(records)).toBe('ready')
  expect((await db.readRecords()).records).toHaveLength(3)
})
