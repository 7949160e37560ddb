import { describe, expect, it, vi } from 'vitest'
import { LARGEST_SEED } from '@/core/sweep/sweep-config'
import type { LabEvent } from '@/runtime/protocol'
import {
  createFakeLab,
  finishedTrial,
  opened,
  progressEvent,
  REPORT,
  recordOf,
  SMALL_HASH,
  SMALL_SWEEP,
  SMALL_TRIALS,
  sweepOf,
} from './testing/fake-services'

/** Nothing here takes as long as the 50 ms after which Vitest looks again. */
const OFTEN = { interval: 1 }
const [first, second] = SMALL_TRIALS
const deviceLost: LabEvent = {
  type: 'failed',
  failure: { kind: 'device-lost', message: 'the GPU was reset' },
}

/** A lab with a sweep of two trials started. */
function startedLab() {
  const lab = createFakeLab()
  lab.config.getState().openPermalink(SMALL_HASH)
  const ended = lab.run.getState().start()
  const say = (...events: readonly LabEvent[]) => {
    lab.worker.emit(...events)
    lab.drawFrame()
  }
  return { ...lab, ended, say, status: () => lab.run.getState().status.kind }
}

describe('run store', () => {
  it('runs the current config to its end and keeps every record', async () => {
    const { worker, run, results, storage, held, ended, say, status } = startedLab()
    expect(status()).toBe('opening')
    expect(worker.requests).toEqual([expect.objectContaining({ trials: SMALL_TRIALS, backend: 'auto' })])
    expect(held).toEqual(new Set([SMALL_SWEEP.id]))
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('running')
    say(opened, progressEvent(10, SMALL_TRIALS))
    expect(status()).toBe('running')
    expect([...run.getState().live.keys()]).toEqual([first.key, second.key])
    say(finishedTrial(first))
    expect([...run.getState().live.keys()]).toEqual([second.key])
    expect(results.getState().shown).toMatchObject({
      kind: 'sweep',
      title: 'Tiny, changed',
      records: [recordOf(first)],
    })
    worker.emit(finishedTrial(second), { type: 'finished', elapsedMs: 42 })
    await ended
    expect(run.getState().status).toEqual({ kind: 'finished', elapsedMs: 42 })
    expect(run.getState().live.size).toBe(0)
    expect(storage.records.size).toBe(2)
    expect(storage.sweeps.get(SMALL_SWEEP.id)).toMatchObject({
      status: 'finished',
      startedAt: '2025-02-02T00:00:00.000Z',
    })
    expect(held.size).toBe(0)
  })

  it('draws new strings with the next seeds, and begins again with the first where there are none', async () => {
    const { worker, run, config, ended, say } = startedLab()
    const seeds = () => worker.requests.at(-1)!.trials.map(({ seed }) => seed)
    say({ type: 'stopped' })
    await ended
    void run.getState().start(true)
    expect(seeds()).toEqual([1, 1])
    say({ type: 'stopped' })
    await vi.waitFor(() => expect(run.getState().status.kind).toBe('stopped'), OFTEN)
    config.getState().setField('seeds', [LARGEST_SEED])
    void run.getState().start(true)
    expect(seeds()).toEqual([0, 0])
  })

  it('starts once, however often it is asked', async () => {
    const { worker, run, ended, say } = startedLab()
    await run.getState().start()
    expect(worker.requests).toHaveLength(1)
    say({ type: 'stopped' })
    await ended
  })

  it('pauses and resumes', async () => {
    const { worker, run, ended, say, status } = startedLab()
    run.getState().pause()
    expect(status()).toBe('opening')
    say(opened)
    run.getState().resume()
    expect(worker.calls).toEqual([])
    run.getState().pause()
    expect(status()).toBe('paused')
    say(progressEvent(20, SMALL_TRIALS))
    expect(status()).toBe('paused')
    run.getState().resume()
    expect(status()).toBe('running')
    expect(worker.calls).toEqual(['pause', 'resume'])
    say({ type: 'stopped' })
    await ended
  })

  it.each(['opening', 'running', 'paused'])('stops while %s, keeping what was finished', async (when) => {
    const { worker, run, results, storage, ended, say, status } = startedLab()
    if (when !== 'opening') say(opened, finishedTrial(first))
    if (when === 'paused') run.getState().pause()
    run.getState().stop()
    run.getState().stop()
    expect(status()).toBe('stopping')
    say(opened)
    expect(status()).toBe('stopping')
    expect(worker.calls.filter((call) => call === 'stop')).toHaveLength(1)
    say({ type: 'stopped' })
    await ended
    expect(status()).toBe('stopped')
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('stopped')
    expect(results.getState().records.size).toBe(when === 'opening' ? 0 : 1)
  })

  it('goes on past a trial that failed, and names it', async () => {
    const { run, storage, ended, say } = startedLab()
    say(opened, progressEvent(10, SMALL_TRIALS))
    say({ type: 'trial-failed', trialKey: first.key, message: 'its loss is no number' })
    expect(run.getState().status.kind).toBe('running')
    expect([...run.getState().trialFailures]).toEqual([[first.key, 'its loss is no number']])
    expect([...run.getState().live.keys()]).toEqual([second.key])
    say(finishedTrial(second), { type: 'finished', elapsedMs: 1 })
    await ended
    expect([...storage.records.keys()]).toEqual([second.key])
    expect(run.getState().trialFailures.size).toBe(1)
  })

  it('skips what is stored when it is started again after a lost device', async () => {
    const { worker, run, storage, held, ended, say } = startedLab()
    say(opened, progressEvent(10, SMALL_TRIALS), finishedTrial(first))
    say(deviceLost)
    await ended
    expect(run.getState().status).toMatchObject({ kind: 'failed', failure: { kind: 'device-lost' } })
    expect(run.getState().live.size).toBe(0)
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('running')
    expect(held.size).toBe(0)
    const again = run.getState().start()
    expect(worker.requests[1]?.trials).toEqual([second])
    say(opened, finishedTrial(second), { type: 'finished', elapsedMs: 1 })
    await again
    expect(storage.records.size).toBe(2)
    expect(storage.sweeps.size).toBe(1)
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('finished')
  })

  it('updates each store once a frame, and the last progress wins', async () => {
    const { worker, run, results, drawFrame, ended, say } = startedLab()
    let runUpdates = 0
    let resultUpdates = 0
    run.subscribe(() => runUpdates++)
    results.subscribe(() => resultUpdates++)
    worker.emit(opened, progressEvent(1, SMALL_TRIALS), finishedTrial(first), finishedTrial(second))
    worker.emit(progressEvent(2, []), progressEvent(3, []))
    expect([runUpdates, resultUpdates]).toEqual([0, 0])
    drawFrame()
    expect([runUpdates, resultUpdates]).toEqual([1, 1])
    expect(run.getState().progress?.step).toBe(3)
    expect(results.getState().shown.records).toHaveLength(2)
    say({ type: 'finished', elapsedMs: 1 })
    await ended
  })

  it('says that it has finished when its records are stored, and lets go of it then', async () => {
    const { run, results, storage, held, ended, say } = startedLab()
    const asked: string[][] = []
    const answers: (() => void)[] = []
    const save = storage.saveRecords.bind(storage)
    storage.saveRecords = async (origin, records) => {
      asked.push(records.map(({ trialKey }) => trialKey))
      await new Promise<void>((resolve) => answers.push(resolve))
      return save(origin, records)
    }
    say(opened, finishedTrial(first))
    say(finishedTrial(second), { type: 'finished', elapsedMs: 42 })
    await vi.waitFor(() => expect(asked).toHaveLength(1), OFTEN)
    expect(run.getState().status).toEqual({ kind: 'saving', ending: { kind: 'finished', elapsedMs: 42 } })
    expect(results.getState().records.size).toBe(2)
    await run.getState().start()
    run.getState().stop()
    expect(run.getState().status.kind).toBe('saving')
    answers[0]!()
    await vi.waitFor(() => expect(asked).toHaveLength(2), OFTEN)
    expect(run.getState().status.kind).toBe('saving')
    expect(held.size).toBe(1)
    answers[1]!()
    await ended
    expect(asked, 'each once').toEqual([[first.key], [second.key]])
    expect(run.getState().status).toEqual({ kind: 'finished', elapsedMs: 42 })
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('finished')
    expect(held.size).toBe(0)
  })

  it.each(['full', 'silent', 'memory-only'] as const)(
    'ends and lets go of its sweep when storage is %s, and leaves the sweep to be gone on with',
    async (status) => {
      const { run, results, storage, held, ended, say } = startedLab()
      storage.status = status
      say(opened, finishedTrial(first), finishedTrial(second), { type: 'finished', elapsedMs: 1 })
      await ended
      expect(run.getState().status.kind).toBe('finished')
      expect(results.getState().storage).toBe(status)
      expect(results.getState().shown.records).toHaveLength(2)
      expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('running')
      expect(held.size).toBe(0)
    },
  )

  it('is found again by the next visit when another tab has deleted the database', async () => {
    const { storage, ended, say } = startedLab()
    say(opened, finishedTrial(first))
    await vi.waitFor(() => expect(storage.records.size).toBe(1), OFTEN)
    storage.deleteAll()
    await vi.waitFor(() => expect(storage.records.size).toBe(1), OFTEN)
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('running')
    say({ type: 'stopped' })
    await ended
    storage.deleteAll()
    expect(storage.sweeps.size, 'no longer its own to write').toBe(0)
  })

  it('never ends before it began, whatever the clock of its worker does', async () => {
    const { run, ended, say } = startedLab()
    say(opened, { type: 'finished', elapsedMs: -3_600_000 })
    await ended
    expect(run.getState().status).toEqual({ kind: 'finished', elapsedMs: 0 })
  })

  it('does not start a config that has problems', async () => {
    const { worker, config, run } = createFakeLab()
    config.getState().setFieldText('steps', 'many')
    await run.getState().start()
    expect(worker.requests).toEqual([])
    expect(run.getState().status).toMatchObject({ kind: 'failed', failure: { kind: 'config' } })
    config.getState().setFieldText('steps', '10')
    void run.getState().start()
    expect(worker.requests).toHaveLength(1)
  })

  it('does not start what the device cannot hold', async () => {
    const { worker, device, run } = createFakeLab()
    worker.probeAnswer = async () => ({ ...REPORT, maxBytes: 1000 })
    await device.getState().probe()
    await run.getState().start()
    expect(worker.requests).toEqual([])
    expect(run.getState().status).toMatchObject({ kind: 'failed', failure: { kind: 'too-large' } })
  })

  it('trains what it only has from a file', async () => {
    const { worker, config, run, results } = createFakeLab()
    config.getState().openPermalink(SMALL_HASH)
    await results.getState().importFile(new Blob([JSON.stringify([recordOf(first)])]))
    results.getState().add([recordOf(second)])
    void run.getState().start()
    expect(worker.requests[0]?.trials).toEqual([first])
    expect(results.getState().shown).toMatchObject({
      records: [recordOf(first), recordOf(second)],
      imported: 1,
    })
  })

  it('runs on the backend that was chosen', async () => {
    const { worker, device, run } = createFakeLab()
    await device.getState().choose('wasm')
    void run.getState().start()
    expect(worker.requests[0]).toMatchObject({ backend: 'wasm', speed: REPORT.speed, tune: true })
  })

  it('goes on by the numerics that a GPU began with, and tunes nothing where it is told not to', async () => {
    const { worker, config, device, results, run } = createFakeLab()
    config.getState().openPermalink(SMALL_HASH)
    device.getState().setTune(false)
    results.getState().add([{ ...recordOf(first), backend: 'webgpu', numerics: 'wgsl-2.rows64' }])
    void run.getState().start()
    expect(worker.requests[0]).toMatchObject({ trials: [second], numerics: 'wgsl-2.rows64', tune: false })
  })
})

describe('interrupted sweep', () => {
  it('is offered, and continued with the trials that are missing', async () => {
    const { worker, config, results, run, location } = createFakeLab()
    results.getState().add([recordOf(first)])
    await run.getState().offerInterrupted([sweepOf()])
    expect(run.getState().interrupted?.id).toBe(SMALL_SWEEP.id)
    expect(worker.requests).toEqual([])
    void run.getState().continueInterrupted()
    expect(config.getState().hash).toBe(SMALL_HASH)
    expect(location.hash).toBe(SMALL_HASH)
    expect(worker.requests[0]?.trials).toEqual([second])
    expect(run.getState().interrupted).toBeUndefined()
  })

  it('is asked for like any other where it takes more than ten minutes', async () => {
    const { worker, config, device, run } = createFakeLab()
    config.getState().openPermalink(`${SMALL_HASH}&steps=1000000`)
    const long = { ...config.getState().sweep!, status: 'running', startedAt: sweepOf().startedAt } as const
    config.getState().openPermalink(SMALL_HASH)
    await device.getState().probe()
    await run.getState().offerInterrupted([long])
    void run.getState().continueInterrupted()
    expect(worker.requests).toEqual([])
    expect(run.getState()).toMatchObject({ interrupted: { id: long.id }, question: { sweep: long.id } })
    expect(run.getState().question?.seconds).toBeGreaterThan(600)
    void run.getState().continueInterrupted()
    expect(worker.requests).toHaveLength(1)
    expect(run.getState().question).toBeUndefined()
  })

  it('is dismissed for good', async () => {
    const { run, storage } = createFakeLab()
    await run.getState().offerInterrupted([sweepOf()])
    await run.getState().dismissInterrupted()
    expect(run.getState().interrupted).toBeUndefined()
    expect(storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('stopped')
  })

  it.each([
    ['was stopped', sweepOf({ status: 'stopped' }), []],
    ['finished', sweepOf({ status: 'finished' }), []],
    ['has nothing left to do', sweepOf(), [recordOf(first), recordOf(second)]],
  ])('is not offered where it %s', async (_, sweep, records) => {
    const { run, results } = createFakeLab()
    results.getState().add(records)
    await run.getState().offerInterrupted([sweep])
    expect(run.getState().interrupted).toBeUndefined()
  })

  it('is not offered while another tab runs it', async () => {
    const { run } = createFakeLab({ heldElsewhere: [SMALL_SWEEP.id] })
    const older = sweepOf({ id: 'older' })
    await run.getState().offerInterrupted([sweepOf()])
    expect(run.getState().interrupted).toBeUndefined()
    await run.getState().offerInterrupted([sweepOf(), older])
    expect(run.getState().interrupted?.id).toBe('older')
  })
})
