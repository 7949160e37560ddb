/** The loop against a device that exists only as a queue and a clock: how much is under way, and what is sent when somebody wants it to end. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { raceAbort } from './async/race-abort'
import type { LossBlock } from './contract/trainer'
import { type TrainingHooks, trainPopulation } from './train'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const now = () => performance.now()
const STEPS = 1_000_000
const REPORT_MS = 100
const PROBE_MS = 1000
/** What is promised: pause, stop and a lost device take effect within this. */
const PROMISE_MS = 200

/** Trains `stepMs` for each step, one submit after the other. `mostUnderWay` counts those that are sent and not done. */
function fakeDevice(stepMs: number, unreadLimit = 4096) {
  let underWay = 0
  let mostUnderWay = 0
  const submits: { readonly steps: number; readonly at: number }[] = []
  let busyUntil = now()
  let idleMs = 0
  let enqueued = 0
  let read = 0
  const lost = new AbortController()
  const whenDone = () => raceAbort(new Promise<void>((r) => setTimeout(r, busyUntil - now())), lost.signal)
  const trainer: Parameters<typeof trainPopulation>[0] = {
    unreadLimit,
    enqueue(steps) {
      if (submits.length > 0) idleMs += Math.max(0, now() - busyUntil)
      busyUntil = Math.max(now(), busyUntil) + steps * stepMs
      mostUnderWay = Math.max(mostUnderWay, ++underWay)
      setTimeout(() => underWay--, busyUntil - now())
      submits.push({ steps, at: now() })
      enqueued += steps
      // Not an expectation: there are tens of thousands of submits.
      if (enqueued - read > unreadLimit) throw new Error('losses are lost')
    },
    done: whenDone,
    async takeLosses() {
      const block = { firstStep: read + 1, lossNats: new Float32Array(enqueued - read) }
      read = enqueued
      await whenDone()
      return block
    },
  }
  return {
    trainer,
    submits,
    loseDevice: () => lost.abort(new Error('lost')),
    backlogMs: () => Math.max(0, busyUntil - now()),
    idleMs: () => idleMs,
    mostUnderWay: () => mostUnderWay,
    slowDown(times: number) {
      stepMs *= times
    },
  }
}

function start(device: ReturnType<typeof fakeDevice>, steps = STEPS, probeSteps: readonly number[] = []) {
  const stopping = new AbortController()
  let gate = Promise.resolve()
  let lastReport = now()
  const blocks: LossBlock[] = []
  const probed: number[] = []
  const hooks: TrainingHooks = {
    now,
    reportIsDue() {
      if (now() - lastReport < REPORT_MS) return false
      lastReport = now()
      return true
    },
    onLosses: (block) => blocks.push(block),
    async yieldToEvents() {
      await gate
      stopping.signal.throwIfAborted()
    },
    raceStop: (result) => raceAbort(result, stopping.signal),
    probeSteps,
    async probe(step) {
      probed.push(step)
      expect(device.backlogMs()).toBe(0)
      await new Promise((resolve) => setTimeout(resolve, PROBE_MS))
    },
  }
  const ended = vi.fn<(how: string) => void>()
  void trainPopulation(device.trainer, steps, hooks).then(
    () => ended('finished'),
    (error: Error) => ended(error.message),
  )
  return {
    ended,
    blocks,
    probed,
    stop: () => stopping.abort(new Error('stopped')),
    /** @returns what ends the pause. */
    pause() {
      let resume: () => void = () => undefined
      gate = new Promise((resolve) => {
        resume = resolve
      })
      return resume
    },
  }
}

const MOMENTS = [437, 1503.3, 2999]

describe.each([0.01, 0.4, 3, 15, 40, 70, 120, 195])('where a step takes %d ms', (stepMs) => {
  it.each(MOMENTS)('nothing is sent after a stop at %d ms, and the device is soon done', async (moment) => {
    const device = fakeDevice(stepMs)
    const run = start(device)
    await vi.advanceTimersByTimeAsync(moment)
    const before = device.submits.length
    expect(before).toBeGreaterThan(1)
    run.stop()
    expect(device.backlogMs()).toBeLessThanOrEqual(PROMISE_MS)
    await vi.advanceTimersByTimeAsync(0)
    expect(run.ended.mock.calls).toEqual([['stopped']])
    await vi.advanceTimersByTimeAsync(1000)
    expect(device.submits).toHaveLength(before)
  })

  it.each(MOMENTS)('nothing is sent during a pause at %d ms, and it goes on as before', async (moment) => {
    const device = fakeDevice(stepMs)
    const run = start(device)
    await vi.advanceTimersByTimeAsync(moment)
    const resume = run.pause()
    // The loop may be past its breath already.
    const before = device.submits.length
    expect(device.backlogMs()).toBeLessThanOrEqual(PROMISE_MS)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(device.submits.length - before).toBe(0)
    expect(run.ended).not.toHaveBeenCalled()
    const size = device.submits.at(-1)!.steps
    resume()
    await vi.advanceTimersByTimeAsync(1)
    expect(device.submits.length).toBeGreaterThan(before)
    expect(device.submits.at(-1)!.steps).toBeGreaterThanOrEqual(size)
  })

  it('a lost device ends it at once', async () => {
    const device = fakeDevice(stepMs)
    const run = start(device)
    await vi.advanceTimersByTimeAsync(1000)
    const before = device.submits.length
    device.loseDevice()
    await vi.advanceTimersByTimeAsync(0)
    expect(run.ended.mock.calls).toEqual([['lost']])
    expect(device.submits).toHaveLength(before)
  })

  it('the device never waits for the next submit, which takes about a frame', async () => {
    const device = fakeDevice(stepMs)
    start(device)
    await vi.advanceTimersByTimeAsync(2000)
    const warm = device.submits.filter(({ at }) => at > 500).map(({ steps }) => steps * stepMs)
    const idle = device.idleMs()
    await vi.advanceTimersByTimeAsync(1000)
    expect(device.idleMs()).toBe(idle)
    expect(device.mostUnderWay()).toBeLessThanOrEqual(3)
    for (const ms of warm) {
      expect(ms).toBeLessThanOrEqual(Math.max(stepMs, 16))
      expect(ms).toBeGreaterThanOrEqual(8)
    }
  })

  it('reports the losses of every step once, in order', async () => {
    const device = fakeDevice(stepMs)
    const steps = Math.ceil(2345 / stepMs)
    const run = start(device, steps)
    await vi.advanceTimersByTimeAsync(4000)
    expect(run.ended.mock.calls).toEqual([['finished']])
    let next = 1
    for (const { firstStep, lossNats } of run.blocks) {
      expect(firstStep).toBe(next)
      next += lossNats.length
    }
    expect(next).toBe(steps + 1)
  })
})

it.each([70, 195, 1000])('sends one step before it knows how long one takes, here %d ms', async (stepMs) => {
  const device = fakeDevice(stepMs)
  start(device)
  await vi.advanceTimersByTimeAsync(stepMs / 2)
  expect(device.submits.map(({ steps }) => steps)).toEqual([1])
})

it('sends fewer steps at once to a device that has become slower', async () => {
  const device = fakeDevice(0.5)
  start(device)
  await vi.advanceTimersByTimeAsync(1000)
  expect(device.submits.at(-1)!.steps).toBe(16)
  device.slowDown(4)
  await vi.advanceTimersByTimeAsync(1000)
  expect([4, 8]).toContain(device.submits.at(-1)!.steps)
})

it('probes when the device has done what was sent, and a stop does not wait for the end of a probe', async () => {
  const device = fakeDevice(3)
  const run = start(device, 300, [0, 7, 300])
  await vi.advanceTimersByTimeAsync(PROBE_MS / 2)
  expect(device.submits).toEqual([])
  await vi.advanceTimersByTimeAsync(5 * PROBE_MS)
  expect(run.probed).toEqual([0, 7, 300])
  expect(run.ended.mock.calls).toEqual([['finished']])

  const stopped = start(fakeDevice(3), 300, [0])
  await vi.advanceTimersByTimeAsync(PROBE_MS / 2)
  stopped.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(stopped.ended.mock.calls).toEqual([['stopped']])
})

it('reads losses before the device must overwrite them', async () => {
  const device = fakeDevice(0.01, 100)
  const run = start(device, 5000)
  await vi.advanceTimersByTimeAsync(1000)
  expect(run.ended.mock.calls).toEqual([['finished']])
  expect(Math.max(...run.blocks.map(({ lossNats }) => lossNats.length))).toBe(100)
})
