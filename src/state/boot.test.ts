import { describe, expect, it } from 'vitest'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep } from '@/core/sweep/sweep'
import { boot } from './boot'
import { openHash } from './open-hash'
import {
  createFakeLab,
  createFakeStorage,
  finishedTrial,
  opened,
  recordedOf,
  recordOf,
  SMALL_HASH,
  SMALL_SWEEP,
  SMALL_TRIALS,
  sweepOf,
} from './testing/fake-services'

const capacity = experimentById('capacity')
const [first, second] = SMALL_TRIALS

/** The page as it starts, over what earlier visits stored. */
async function visit(options: Parameters<typeof createFakeLab>[0] = {}) {
  const lab = createFakeLab({ recorded: recordedOf([recordOf(first)]), ...options })
  await boot(lab)
  return lab
}

describe('boot', () => {
  it('shows the default preset and the recorded results on a first visit, and probes the device', async () => {
    const { config, results, run, device, location } = await visit()
    expect(config.getState()).toMatchObject({ presetId: 'tiny', linkProblems: [] })
    expect(results.getState().shown).toMatchObject({ kind: 'recorded', provenance: { backend: 'wasm' } })
    expect(run.getState()).toMatchObject({ status: { kind: 'idle' }, interrupted: undefined })
    expect(device.getState().status.kind).toBe('ready')
    expect(location.hash).toBe('#capacity?v=1&preset=tiny.2')
  })

  it('leaves device and storage alone until the landing page is left', async () => {
    const lab = createFakeLab({ hash: '', recorded: recordedOf([recordOf(first)]) })
    const booted = boot(lab)
    expect(lab.landing.getState().hash).toBe('')
    await new Promise((resolve) => setTimeout(resolve))
    expect(lab.device.getState().status.kind).toBe('probing')
    expect(lab.results.getState().recorded).toBeUndefined()
    openHash(lab, SMALL_HASH)
    await booted
    expect(lab.landing.getState().hash).toBeUndefined()
    expect(lab.config.getState().values.datasetSizes).toEqual([8, 16])
    expect(lab.device.getState().status.kind).toBe('ready')
    expect(lab.results.getState().recorded).toBeDefined()
    openHash(lab, '#play?n=64')
    expect(lab.landing.getState().hash).toBe('#play?n=64')
  })

  it('does not wait for a slow device', async () => {
    const lab = createFakeLab()
    lab.worker.probeAnswer = () => new Promise(() => undefined)
    await boot(lab)
    expect(lab.device.getState().status.kind).toBe('probing')
  })

  it('opens the permalink that it was called with', async () => {
    const { config } = await visit({ hash: '#capacity?v=1&preset=quick&steps=77' })
    expect(config.getState()).toMatchObject({ presetId: 'quick', values: { steps: 77 } })
  })

  it('lists the problems of a broken permalink over the default preset', async () => {
    const { config, results, location } = await visit({ hash: '#capacity?v=1&preset=tiny&width=wide' })
    expect(config.getState()).toMatchObject({ presetId: 'tiny', values: { width: [8] } })
    expect(config.getState().linkProblems[0]?.field).toBe('width')
    expect(results.getState().shown.kind).toBe('recorded')
    expect(location.hash).toContain('width=wide')
  })

  it('offers a sweep that a closed tab left, showing what it finished, and runs only the rest', async () => {
    const storage = createFakeStorage()
    const before = await visit({ hash: SMALL_HASH, storage })
    void before.run.getState().start()
    before.worker.emit(opened, finishedTrial(first))
    before.drawFrame()
    const { results, run, worker, drawFrame } = await visit({ hash: before.location.hash, storage })
    expect(results.getState().shown).toMatchObject({ kind: 'sweep', records: [recordOf(first)] })
    expect(run.getState()).toMatchObject({ status: { kind: 'idle' }, interrupted: { id: SMALL_SWEEP.id } })
    const ended = run.getState().continueInterrupted()
    expect(worker.requests[0]?.trials).toEqual([second])
    worker.emit(opened, finishedTrial(second), { type: 'finished', elapsedMs: 1 })
    drawFrame()
    await ended
    expect(results.getState().shown.records).toHaveLength(2)
    expect((await visit({ storage })).run.getState().interrupted).toBeUndefined()
  })

  it('shows the latest sweep that has results where the link names an experiment alone', async () => {
    const storage = createFakeStorage()
    const long = planSweep(capacity, 'tiny', { ...SMALL_SWEEP.values, steps: 600 })
    await storage.saveRecords(
      'own',
      long.trials.map((trial) => recordOf(trial)),
    )
    await storage.saveSweep(sweepOf({ ...long, status: 'finished', startedAt: '2025-01-01' }))
    const quick = capacity.presets[1]!
    const empty = planSweep(capacity, quick.id, quick.config)
    await storage.saveSweep(sweepOf({ ...empty, status: 'stopped', startedAt: '2025-01-02' }))
    const { results, config } = await visit({ storage })
    expect(results.getState().shown).toMatchObject({ kind: 'sweep', title: 'Tiny, changed' })
    expect(results.getState().shown.records).toHaveLength(2)
    expect(config.getState().hash).toBe('#capacity?v=1&preset=tiny.2')
  })

  it('shows what is stored of the config in the link before any other sweep', async () => {
    const storage = createFakeStorage()
    await storage.saveRecords('own', [recordOf(first), { ...recordOf(second), trialKey: 'other' }])
    await storage.saveSweep(
      sweepOf({ id: 'other', trials: [{ ...second, key: 'other' }], status: 'finished' }),
    )
    const { results } = await visit({ storage, hash: SMALL_HASH })
    expect(results.getState().shown.runs.map(({ trial }) => trial)).toEqual([first, second])
  })

  it('says that nothing can be stored', async () => {
    const storage = createFakeStorage()
    storage.status = 'memory-only'
    const { results } = await visit({ storage })
    expect(results.getState()).toMatchObject({ storage: 'memory-only', shown: { kind: 'recorded' } })
  })
})
