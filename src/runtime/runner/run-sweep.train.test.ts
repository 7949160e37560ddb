/** The runner, whole, on wasm in Node: what it emits, and that pause, stop and every kind of failure end as they should. */
import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'
import { yieldToEvents } from '@/engine/async/yield-to-events'
import { openBackend } from '@/engine/devices/backend'
import type { LabEvent, RunRequest } from '../protocol'
import { createRunClock } from './clock'
import type { RunnerHost } from './host'
import { createPacer } from './pacing'
import { createRunControl } from './run-control'
import { runPopulation } from './run-population'
import { runSweep } from './run-sweep'

const host: RunnerHost = {
  wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
  now: () => performance.now(),
  date: () => new Date('2026-01-01T00:00:00Z'),
}
const tiny = presetById(experimentById('capacity'), 'tiny').config

const request = (config: ConfigValues): RunRequest => ({
  trials: experimentById('capacity').plan({ ...tiny, seeds: [0], ...config }),
  backend: 'wasm',
})

async function run(
  of: RunRequest,
  control = createRunControl(),
  onEvent: (event: LabEvent) => void = () => undefined,
) {
  const events: LabEvent[] = []
  await runSweep(of, host, control, (event) => {
    events.push(event)
    onEvent(event)
  })
  return events
}

const recordsOf = (events: readonly LabEvent[]): TrialRecord[] =>
  events.flatMap((event) => (event.type === 'trial-finished' ? [event.record] : []))

describe('a sweep', () => {
  it('opens, plans, trains every trial and finishes, with a record for each', async () => {
    const events = await run(request({ datasetSizes: [4, 8], seeds: [0, 1], steps: 60 }))
    expect(events.map((e) => e.type).filter((type) => type !== 'progress')).toEqual([
      'opened',
      'planned',
      ...Array(4).fill('trial-finished'),
      'finished',
    ])
    const records = recordsOf(events)
    expect(new Set(records.map((r) => r.trialKey)).size).toBe(4)
    for (const record of records) {
      expect(record.memorizedBits).toBeGreaterThan(0.5 * record.ceilingBits)
      expect(record.memorizedBits).toBeLessThanOrEqual(record.ceilingBits)
      expect(record.heldoutMemorizedBits).toBeLessThan(0)
      expect(record).toMatchObject({
        backend: 'wasm',
        params: 1216,
        steps: 60,
        finishedAt: '2026-01-01T00:00:00.000Z',
      })
    }
  })

  it('trains the trials that it is given, and one comes out the same without the others', async () => {
    const whole = request({ datasetSizes: [4, 8], steps: 20 })
    const all = recordsOf(await run(whole))
    const rest = recordsOf(await run({ ...whole, trials: whole.trials.slice(1) }))
    expect(rest.map((r) => r.trialKey)).toEqual([all[1]!.trialKey])
    expect(rest[0]!.memorizedBits).toBe(all[1]!.memorizedBits)
  })

  it('reports at most ten times a second, and its progress only grows', async () => {
    const started = performance.now()
    const events = await run(request({ datasetSizes: [16, 32], steps: 150 }))
    const seconds = (performance.now() - started) / 1000
    const progress = events.flatMap((e) => (e.type === 'progress' ? [e] : []))
    // The last step of each of the two populations is always reported.
    expect(progress.length).toBeLessThanOrEqual(10 * seconds + 3)
    expect(progress.length).toBeGreaterThanOrEqual(2)
    const shares = progress.map((e) => e.progress.workDone)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBeCloseTo(1, 9)
    expect(progress.at(-1)!.members[0]!.memorizedBits).toBeGreaterThan(0)
  })

  it('tells how far a model is that has to be trained before the others, once on a thread', async () => {
    const { config } = presetById(experimentById('text'), 'tiny')
    const own = { seeds: [0], steps: 2, referenceSteps: 30, referenceStrings: 128 }
    const runSizes = (datasetSizes: readonly number[]) =>
      run({ trials: experimentById('text').plan({ ...config, ...own, datasetSizes }), backend: 'wasm' })
    const events = await runSizes([4, 8])
    const steps = events.flatMap((event) => (event.type === 'preparing' ? [event.step] : []))
    expect([steps[0], steps.at(-1)]).toEqual([0, 30])
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    const last = events.findLastIndex(({ type }) => type === 'preparing')
    expect(last).toBeLessThan(events.findIndex(({ type }) => type === 'progress'))
    expect(recordsOf(events)).toHaveLength(2)
    // A thread of a pool runs a sweep for each population.
    expect((await runSizes([16])).map(({ type }) => type)).not.toContain('preparing')
  })

  it('stops between steps and keeps what was finished', async () => {
    const control = createRunControl()
    const events = await run(request({ datasetSizes: [4, 64], steps: 100 }), control, (event) => {
      if (event.type === 'trial-finished') control.stop()
    })
    expect(recordsOf(events)).toHaveLength(1)
    expect(events.at(-1)).toEqual({ type: 'stopped' })
  })

  it('says nothing more once it has stopped, though steps were under way', async () => {
    const control = createRunControl()
    // A step is several slices of work on any processor of today.
    const config = { width: [64], heads: [4], datasetSizes: [1500], steps: 500 }
    let sentOn = false
    const events = await run(request(config), control, ({ type }) => {
      if (type !== 'progress' || sentOn) return
      sentOn = true
      // Long enough for the next report to be asked for, and not to be there.
      setTimeout(control.stop, 300)
    })
    expect(events.at(-1)).toEqual({ type: 'stopped' })
    for (let message = 0; message < 5; message++) await yieldToEvents()
    expect(events.at(-1)).toEqual({ type: 'stopped' })
  })

  it('a stop does not wait for the device, and the next run has it all the same', async () => {
    const control = createRunControl()
    const config = { datasetSizes: [4], steps: 5 }
    const stopped = run(request(config), control)
    control.stop()
    const next = run(request(config))
    expect(await stopped).toEqual([{ type: 'stopped' }])
    expect((await next).at(-1)).toMatchObject({ type: 'finished' })
  })

  it('stands still while paused, and a stop ends a pause', async () => {
    const control = createRunControl()
    control.pause()
    const events: LabEvent[] = []
    const ended = runSweep(request({ datasetSizes: [64], steps: 100_000 }), host, control, (e) =>
      events.push(e),
    )
    await new Promise((resolve) => setTimeout(resolve, 600))
    const during = events.length
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(events.length).toBe(during)
    control.stop()
    await ended
    expect(events.at(-1)).toEqual({ type: 'stopped' })
  })
})

describe('what cannot run is refused with a reason', () => {
  const failureOf = async (of: RunRequest) => {
    const last = (await run(of)).at(-1)!
    expect(last.type).toBe('failed')
    return last.type === 'failed' ? last.failure : undefined
  }

  it('a trial that this device cannot hold, with both numbers', async () => {
    const failure = await failureOf(
      request({ vocab: 2048, seqLen: 64, width: [128], datasetSizes: [100_000] }),
    )
    expect(failure).toMatchObject({
      kind: 'too-large',
      message: expect.stringMatching(/100000 strings per step needs \d.+ GB of memory.*offers 1\.61 GB/),
    })
  })

  it('a sweep of more than two days, by the speed that was measured, unless it is to be started anyway', async () => {
    const speed = { secondsPerStep: 3600, flopPerSecond: 1e9, secondsPerExponential: 0 }
    const long = { datasetSizes: [4], steps: 60 }
    expect(await failureOf({ ...request(long), speed })).toMatchObject({
      kind: 'too-large',
      message: expect.stringContaining('about 60 hours'),
    })
    expect(recordsOf(await run({ ...request(long), speed, force: true }))).toHaveLength(1)
  })

  it('a backend that is not here', async () => {
    const failure = await failureOf({ ...request({}), backend: 'webgl' })
    expect(failure).toMatchObject({
      kind: 'no-backend',
      message: expect.stringContaining('webgl: there is no canvas here'),
    })
  })
})

it('a member that diverges has no record but a reason, and those beside it have theirs', async () => {
  const backend = await openBackend({ choice: 'wasm', wasmPaths: host.wasmPaths })
  const planned = request({ datasetSizes: [4, 8], steps: 30 })
  const trials = planned.trials.map((trial, i) => (i === 0 ? { ...trial, learningRate: Number.NaN } : trial))
  const events: LabEvent[] = []
  const live: number[] = []
  const control = createRunControl()
  await runPopulation(
    { trials },
    {
      backend,
      host,
      pacer: createPacer(host, control),
      clock: createRunClock(host, control),
      emit: (event) => events.push(event),
      onProgress: (_, members) => live.push(members.length),
    },
  )
  expect(events).toEqual([
    {
      type: 'trial-failed',
      trialKey: trials[0]!.key,
      message: expect.stringContaining('its loss or its gradient was, from step 2 on, not a number'),
    },
    expect.objectContaining({ type: 'trial-finished' }),
  ])
  expect(live.at(-1)).toBe(1)
})
