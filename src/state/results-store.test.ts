import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { recordsToJson, recordToJsonLine } from '@/core/results/export'
import { createFakeLab, createFakeStorage, recordedOf, recordOf, SMALL_TRIALS } from './testing/fake-services'

const [first, second] = SMALL_TRIALS
const keys = [first.key, second.key]

describe('results store', () => {
  it('shows the recorded results until a sweep is shown', async () => {
    const recorded = recordedOf([recordOf(first)])
    const { results } = createFakeLab({ recorded })
    await results.getState().loadRecorded('capacity', 'quick')
    expect(results.getState().shown).toMatchObject({
      kind: 'recorded',
      title: 'Recorded: Quick, d 8',
      records: recorded.records,
      provenance: { backend: 'wasm' },
    })
    results.getState().showTrials('Tiny', SMALL_TRIALS)
    expect(results.getState().shown).toMatchObject({ kind: 'sweep', title: 'Tiny', records: [] })
    await results.getState().loadRecorded('capacity', 'quick')
    expect(results.getState().shown.kind).toBe('sweep')
    results.getState().showRecorded()
    expect(results.getState().shown.records).toEqual(recorded.records)
  })

  it('does without recorded results', async () => {
    const { results } = createFakeLab()
    await results.getState().loadRecorded('capacity', 'quick')
    expect(results.getState()).toMatchObject({
      recorded: undefined,
      shown: { kind: 'recorded', records: [] },
    })
  })

  it('shows the records of its sweep only, in the order of the plan, as they come', async () => {
    const { results } = createFakeLab()
    results.getState().showTrials('Tiny', SMALL_TRIALS)
    results.getState().add([recordOf(second), { ...recordOf(first), trialKey: 'another sweep' }])
    results.getState().add([recordOf(first)])
    expect(results.getState().shown.records.map(({ trialKey }) => trialKey)).toEqual(keys)
    expect(results.getState().records.size).toBe(3)
  })

  it('reads on the next visit what was stored', async () => {
    const storage = createFakeStorage()
    const before = createFakeLab({ storage }).results.getState()
    before.add([recordOf(first)])
    expect(await before.saved()).toBe(true)
    const { results } = createFakeLab({ storage })
    await results.getState().load()
    expect([...results.getState().records.keys()]).toEqual([first.key])
  })

  it('keeps results in memory when storage is full, says so, and stores them once there is room', async () => {
    const { results, storage } = createFakeLab()
    storage.status = 'full'
    results.getState().showTrials('Tiny', SMALL_TRIALS)
    results.getState().add([recordOf(first)])
    expect(await results.getState().saved()).toBe(false)
    expect(results.getState().storage).toBe('full')
    expect(results.getState().shown.records).toHaveLength(1)
    expect(storage.records.size).toBe(0)
    storage.status = 'ready'
    results.getState().add([recordOf(second)])
    expect(await results.getState().saved()).toBe(true)
    expect(results.getState().storage).toBe('ready')
    expect([...storage.records.keys()].sort()).toEqual([...keys].sort())
  })

  it('works in memory where nothing can be stored', async () => {
    const { results, storage } = createFakeLab()
    storage.status = 'memory-only'
    await results.getState().load()
    expect(results.getState().storage).toBe('memory-only')
    results.getState().add([recordOf(first)])
    expect(await results.getState().saved()).toBe(false)
    expect(results.getState()).toMatchObject({ storage: 'memory-only' })
    expect(results.getState().records.get(first.key)).toEqual(recordOf(first))
  })

  it('deletes what is stored and goes back to the recorded results', async () => {
    const { results, storage } = createFakeLab()
    results.getState().showTrials('Tiny', SMALL_TRIALS)
    results.getState().add([recordOf(first)])
    expect(await results.getState().clear()).toBe(true)
    expect(storage.records.size).toBe(0)
    expect(results.getState().records.size).toBe(0)
    expect(results.getState().shown.kind).toBe('recorded')
  })
})

it('keeps what finishes while stored runs are being deleted', async () => {
  const { results, storage } = createFakeLab()
  results.getState().add([recordOf(first)])
  await results.getState().saved()
  const clearNow = storage.clear.bind(storage)
  vi.spyOn(storage, 'clear').mockImplementation(async () => {
    results.getState().add([recordOf(second)])
    expect(await results.getState().saved()).toBe(true)
    return clearNow()
  })
  expect(await results.getState().clear()).toBe(true)
  expect(await results.getState().saved()).toBe(true)
  expect([...results.getState().records.keys()]).toEqual([second.key])
  expect([...storage.records.keys()]).toEqual([second.key])
})

describe('storage in trouble', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('reads later what it could not read at first, and keeps what was measured meanwhile', async () => {
    const storage = createFakeStorage()
    for (const [trial, bits] of [
      [first, 1],
      [second, 2],
    ] as const)
      storage.records.set(trial.key, recordOf(trial, bits))
    const { results } = createFakeLab({ storage })
    storage.status = 'silent'
    await results.getState().load()
    expect(results.getState()).toMatchObject({ storage: 'silent', records: new Map() })
    results.getState().add([recordOf(first, 111)])
    storage.status = 'ready'
    await vi.advanceTimersByTimeAsync(10_000)
    expect(results.getState().storage).toBe('ready')
    const bits = keys.map((key) => results.getState().records.get(key)?.memorizedBits)
    expect(bits).toEqual([111, 2])
  })

  it('stores again what another tab has deleted', async () => {
    const { results, storage } = createFakeLab()
    results.getState().add([recordOf(first), recordOf(second)])
    await results.getState().saved()
    storage.deleteAll()
    expect(await results.getState().saved()).toBe(true)
    expect([...storage.records.keys()].sort()).toEqual([...keys].sort())
  })
})

describe('import', () => {
  it('takes back what was exported, and shows it', async () => {
    const { results, storage } = createFakeLab()
    const outcome = await results
      .getState()
      .importFile(new Blob([recordsToJson([recordOf(first), recordOf(second)])]))
    const shown = { experiment: 'capacity', trials: SMALL_TRIALS }
    expect(outcome).toEqual({ added: 2, known: 0, shown, refused: 0, firstProblem: undefined, unread: 0 })
    expect(results.getState().shown).toMatchObject({
      title: 'Imported',
      records: [recordOf(first), recordOf(second)],
    })
    expect([storage.imported.size, storage.records.size]).toEqual([2, 0])
  })

  it('refuses bad records by name and keeps the good ones', async () => {
    const { results } = createFakeLab()
    const rows = [
      { ...recordOf(first), memorizedBits: 'lots' },
      recordOf(second),
      { ...recordOf(first), surprise: 1 },
      { ...recordOf(first), schemaVersion: 99 },
      'not a record',
    ]
    const outcome = await results.getState().importFile(new Blob([JSON.stringify(rows)]))
    expect(outcome).toMatchObject({ added: 1, refused: 4 })
    expect(outcome.firstProblem).toMatch(/^record 1: memorizedBits: /)
    expect([...results.getState().imported.keys()]).toEqual([second.key])
  })

  it('does not overwrite what was measured here', async () => {
    const { results } = createFakeLab()
    results.getState().add([recordOf(first, 111)])
    const outcome = await results.getState().importFile(new Blob([recordsToJson([recordOf(first, 222)])]))
    expect(outcome.added).toBe(0)
    expect(results.getState().records.get(first.key)?.memorizedBits).toBe(111)
  })

  it('marks what comes from a file, and shows one’s own in its place as soon as there is one', async () => {
    const storage = createFakeStorage()
    const before = createFakeLab({ storage })
    await before.results.getState().importFile(new Blob([recordsToJson([recordOf(first, 222)])]))
    before.results.getState().add([recordOf(second, 111)])
    await before.results.getState().saved()

    const { results } = createFakeLab({ storage })
    await results.getState().load()
    expect([...results.getState().records.keys()], 'need not run again').toEqual([second.key])
    results.getState().showTrials('Tiny', SMALL_TRIALS)
    expect(results.getState().shown).toMatchObject({
      records: [recordOf(first, 222), recordOf(second, 111)],
      imported: 1,
    })
    results.getState().add([recordOf(first, 333)])
    expect(results.getState().shown).toMatchObject({
      records: [recordOf(first, 333), recordOf(second, 111)],
      imported: 0,
    })
    await results.getState().clear()
    expect([storage.imported.size, results.getState().imported.size]).toEqual([0, 0])
  })

  it('reads recorded results and a record a line', async () => {
    const { results } = createFakeLab()
    const outcome = await results
      .getState()
      .importFile(new Blob([JSON.stringify(recordedOf([recordOf(first)]))]))
    expect(outcome.added).toBe(1)
    const lines = `${recordToJsonLine(recordOf(first))}\n${recordToJsonLine(recordOf(second))}\n{"cut": `
    expect(await results.getState().importFile(new Blob([lines]))).toMatchObject({ added: 1, refused: 1 })
  })

  it.each([
    ['no JSON', 'once upon a time'],
    ['no records', '[]'],
    ['no JSON', ''],
  ])('says that a file holds %s, and shows what it showed', async (problem, text) => {
    const { results } = createFakeLab()
    const { shown } = results.getState()
    const outcome = await results.getState().importFile(new Blob([text]))
    expect(outcome).toMatchObject({ added: 0, firstProblem: expect.stringContaining(problem) })
    expect(results.getState().shown).toBe(shown)
  })
})
