import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import type { StorageStatus } from '@/runtime/storage/results-db'
import { createRecordSaver } from './record-saver'

const records = Array.from({ length: 768 }, (_, seed) => exampleRecord(exampleTrial({ seed })))
const [one, two, three] = records as [TrialRecord, TrialRecord, TrialRecord]

/** Storage that answers when the test has it answer. */
function slowStorage() {
  const stored = new Set<TrialRecord>()
  let puts = 0
  let inFlight = 0
  let mostInFlight = 0
  let answer = (_: StorageStatus): void => undefined
  const saver = createRecordSaver(async (batch) => {
    puts += batch.length
    inFlight++
    mostInFlight = Math.max(mostInFlight, inFlight)
    const status = await new Promise<StorageStatus>((resolve) => {
      answer = resolve
    })
    inFlight--
    if (status === 'ready') for (const record of batch) stored.add(record)
    return status
  })
  return {
    saver,
    stored,
    puts: () => puts,
    isSaving: () => inFlight > 0,
    mostInFlight: () => mostInFlight,
    async answer(status: StorageStatus) {
      answer(status)
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('record saver', () => {
  it('writes each of 768 records once, one save at a time, while storage is slower than training', async () => {
    const storage = slowStorage()
    for (const [i, record] of records.entries()) {
      storage.saver.add([record])
      if (i % 7 === 6) await storage.answer('ready')
    }
    const settled = storage.saver.settled()
    while (storage.isSaving()) await storage.answer('ready')
    expect(await settled).toBe(true)
    expect(storage.stored).toEqual(new Set(records))
    expect(storage.puts()).toBe(records.length)
    expect(storage.mostInFlight()).toBe(1)
  })

  it('starts again for a record that comes as the last save ends', async () => {
    const storage = slowStorage()
    storage.saver.add([one])
    const settled = storage.saver.settled().then(() => storage.saver.add([two]))
    await storage.answer('ready')
    await settled
    await storage.answer('ready')
    expect(storage.stored).toEqual(new Set([one, two]))
  })

  it('keeps what is refused, says so, and tries again now and then', async () => {
    const storage = slowStorage()
    storage.saver.add([one])
    const settled = storage.saver.settled()
    storage.saver.add([two])
    await storage.answer('full')
    expect(await settled).toBe(false)
    storage.saver.add([three])
    expect(storage.isSaving(), 'not with every record').toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    await storage.answer('silent')
    expect(storage.isSaving()).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    await storage.answer('ready')
    expect(storage.stored).toEqual(new Set([one, two, three]))
    expect(await storage.saver.settled()).toBe(true)
  })

  it('keeps the newer of two records of one trial', async () => {
    const storage = slowStorage()
    const newer = { ...one, device: 'another' }
    storage.saver.add([one])
    storage.saver.add([newer])
    await storage.answer('full')
    const settled = storage.saver.settled()
    await storage.answer('ready')
    await settled
    expect(storage.stored).toEqual(new Set([newer]))
  })

  it('forgets for good, also what was on its way and is refused', async () => {
    const storage = slowStorage()
    storage.saver.add([one])
    storage.saver.add([two])
    const forgotten = storage.saver.forget()
    await storage.answer('full')
    await forgotten
    await vi.advanceTimersByTimeAsync(60_000)
    expect(storage.puts()).toBe(1)
    expect(await storage.saver.settled()).toBe(true)
  })
})
