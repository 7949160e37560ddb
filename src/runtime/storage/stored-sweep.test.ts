import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, it } from 'vitest'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep, sweepLink } from '@/core/sweep/sweep'
import { openResultsDb } from './results-db'
import type { StoredSweep } from './stored-sweep'

let indexedDB: IDBFactory
const open = () => openResultsDb('test', { indexedDB, IDBKeyRange })

beforeEach(() => {
  indexedDB = new IDBFactory()
})

const capacity = experimentById('capacity')
const sweepOf = (seed: number): StoredSweep => ({
  ...planSweep(capacity, 'tiny', { ...capacity.presets[0].config, seeds: [seed] }),
  status: 'running',
  startedAt: '2025-01-01T00:00:00Z',
})
const sweep = sweepOf(0)

/** Writes rows past the lab's own code, as a stranger or another version would. */
async function writeRows(table: string, rows: readonly unknown[]) {
  const raw = new Dexie('test', { indexedDB, IDBKeyRange })
  await raw.open()
  await raw.table(table).bulkPut(rows)
  raw.close()
}

it('lists the latest sweep first', async () => {
  const db = open()
  for (const [seed, startedAt] of [
    [1, '2025-03-01'],
    [2, '2025-03-03'],
    [3, '2025-03-02'],
  ] as const)
    await db.saveSweep({ ...sweepOf(seed), startedAt })
  expect((await db.readSweeps()).map(({ values }) => values.seeds)).toEqual([[2], [3], [1]])
})

it('keeps the place of the latest among rows of one sweep, and of two as late the one under its own id', async () => {
  const db = open()
  const late = { ...sweep, startedAt: '2025-03-03', status: 'stopped' } as const
  await db.saveSweep(late)
  await db.saveSweep({ ...sweepOf(1), startedAt: '2025-03-02' })
  const row = { version: 2, ...sweep, trials: undefined }
  await writeRows('sweeps', [
    { ...row, id: 'capacity-1-0', startedAt: '2025-03-01' },
    { ...row, id: 'capacity-1-00', startedAt: '2025-03-03' },
  ])
  expect((await db.readSweeps()).map(({ id, status }) => [id, status])).toEqual([
    [sweep.id, 'stopped'],
    [sweepOf(1).id, 'running'],
  ])
})

it('reads sweeps of its first version, and keeps one of a sweep that was started again since', async () => {
  const former = (link: string, startedAt: string) => ({
    id: link,
    experiment: 'capacity',
    presetId: 'tiny',
    hash: link,
    trialKeys: ['whatever it planned'],
    status: 'running',
    startedAt,
  })
  const db = open()
  await db.clear()
  const links = [0, 1].map((seed) => sweepLink(capacity, sweepOf(seed)))
  await writeRows(
    'sweeps',
    [...links, '#capacity?v=0&preset=tiny'].map((link) => former(link, '2024-01-01')),
  )
  expect(await db.readSweeps()).toEqual([0, 1].map((seed) => ({ ...sweepOf(seed), startedAt: '2024-01-01' })))
  await db.saveSweep({ ...sweep, status: 'finished' })
  expect((await db.readSweeps()).map(({ id, status }) => [id, status])).toEqual([
    [sweep.id, 'finished'],
    [sweepOf(1).id, 'running'],
  ])
  const raw = await new Dexie('test', { indexedDB, IDBKeyRange }).open()
  expect((await raw.table('sweeps').toCollection().primaryKeys()).toSorted()).toEqual(
    [sweep.id, links[1], '#capacity?v=0&preset=tiny'].toSorted(),
  )
  raw.close()
})

it('passes over a stored sweep whose config is not of this lab', async () => {
  const db = open()
  await db.saveSweep(sweep)
  const row = { version: 2, ...sweep, trials: undefined }
  await writeRows('sweeps', [
    { ...row, id: 'a', version: 3 },
    { ...row, id: 'b', experiment: '__proto__' },
    { ...row, id: 'c', presetId: 'toString' },
    { ...row, id: 'd', values: { steps: Number.NaN } },
    { ...row, id: 'e', status: 'lost' },
  ])
  expect(await db.readSweeps()).toEqual([sweep])
})

it('passes over a stored sweep of another version of its experiment', async () => {
  const db = open()
  await db.clear()
  const row = { version: 2, ...sweep, trials: undefined }
  await writeRows('sweeps', [
    { ...row, id: sweep.id.replace('capacity-1-', 'capacity-0-') },
    { ...row, id: sweep.id.replace('capacity-1-', 'capacity-10-') },
  ])
  expect(await db.readSweeps()).toEqual([])
})

it('takes from the preset a field that a stored sweep lacks, unless the sweep holds the list that replaces it', async () => {
  const preset = presetById(capacity, 'quick')
  const stored: StoredSweep = {
    ...sweep,
    ...planSweep(capacity, preset.id, { ...preset.config, dataRatios: [], datasetSizes: [8] }),
  }
  const db = open()
  await db.clear()
  const { steps, dataRatios, ...values } = stored.values
  await writeRows('sweeps', [{ version: 2, ...stored, trials: undefined, values }])
  expect(await db.readSweeps()).toEqual([stored])
})
