/** Workers that a test plays: who gets which population, what is passed on, and that pause, stop and a lost worker act as they should. */
import { describe, expect, it } from 'vitest'
import type { RunningEvent } from '../protocol'
import { fakePool, lost, MEBIBYTE, recordOf, settled, start, sweepOf, trialOf } from '../testing/fake-pool'
import type { RunnerHost } from './host'
import { type PoolSweep, poolFor } from './run-in-pool'

function progressOf(step: number, size: number): RunningEvent {
  return {
    type: 'progress',
    progress: {
      population: 1,
      populations: 1,
      step,
      steps: 300,
      trialsFinished: 0,
      trialsTotal: 1,
      workDone: step / 300,
      stepsPerSecond: 100,
      tokensPerSecond: 1000,
      remainingSeconds: 1,
      elapsedMs: 1,
    },
    members: [
      {
        trialKey: trialOf(size).key,
        datasetBits: 8,
        step,
        trainBitsPerToken: 1,
        memorizedBits: 1,
      },
    ],
  }
}

describe('populations in a pool', () => {
  it('go to whoever is free, one thread from the short end and the others from the long one, on the backend that was opened, until none is left', async () => {
    const sweep = sweepOf([8, 16, 32, 64])
    const { runs, events, outcome, calls } = start(2, sweep)
    await settled()
    expect(runs.map(({ worker, size }) => [worker, size])).toEqual([
      [0, 8],
      [1, 64],
    ])
    expect(runs[0]?.request.backend).toBe('wasm')
    await runs[0]?.finish()
    await runs[2]?.finish()
    expect(runs.map(({ worker, size }) => [worker, size]).slice(2)).toEqual([
      [0, 32],
      [0, 16],
    ])
    await runs[3]?.finish()
    expect(calls).toEqual(['close 0'])
    await runs[1]?.finish()
    expect(await outcome).toBe('finished')
    expect(calls).toEqual(['close 0', 'close 1'])
    expect(events.filter(({ type }) => type !== 'progress')).toEqual(
      [8, 32, 16, 64].map((size) => recordOf(trialOf(size))),
    )
  })

  it('open no more workers than there are populations', async () => {
    const { runs } = start(8, sweepOf([8, 16]))
    await settled()
    expect(runs.map(({ worker }) => worker)).toEqual([0, 1])
  })

  it('share the memory of the device: a worker finds none, counts with the most it held, and alone takes any', async () => {
    // Beside 64 MiB there is room for 16.
    const sweep = sweepOf([8, 16, 32, 64], {
      bytes: ({ trials }) => trials[0]!.datasetSize * MEBIBYTE,
      backend: {
        name: 'wasm',
        limits: { ragged: false, maxPadding: 1, maxMembers: 1, maxBytes: 80 * MEBIBYTE },
      },
    })
    const { runs, outcome } = start(4, sweep)
    await settled()
    expect(runs.map(({ worker, size }) => [worker, size])).toEqual([
      [0, 64],
      [1, 16],
    ])
    // A heap of 16 MiB stays one, and 32 do not fit beside 64.
    await runs[1]?.finish()
    expect(runs[2]).toMatchObject({ worker: 1, size: 8 })
    await runs[2]?.finish()
    await runs[0]?.finish()
    expect(runs[3]).toMatchObject({ worker: 0, size: 32 })
    await runs[3]?.finish()
    expect(await outcome).toBe('finished')
  })

  it('report as one: speeds and members together, work as a share of everything', async () => {
    const { runs, events, clock, outcome } = start(2, sweepOf([16, 48]))
    await settled()
    const latest = () => events.findLast((event) => event.type === 'progress')
    runs[0]?.say(progressOf(1, 48))
    expect(latest(), 'somebody waits for the first step').toMatchObject({ progress: { step: 1 } })
    clock.ms = 50
    runs[0]?.say(progressOf(100, 48))
    expect(events).toHaveLength(1)
    clock.ms = 100
    runs[1]?.say(progressOf(150, 16))
    expect(latest()).toMatchObject({
      progress: {
        population: 1,
        populations: 2,
        step: 100,
        steps: 300,
        trialsFinished: 0,
        trialsTotal: 2,
        workDone: (48 / 3 + 16 / 2) / 64,
        // 100 steps in 50 ms and 150 in 100 ms, of 8 tokens for each string.
        stepsPerSecond: 2000 + 1500,
        tokensPerSecond: 8 * (48 * 2000 + 16 * 1500),
        elapsedMs: 100,
      },
      members: [{ trialKey: trialOf(48).key }, { trialKey: trialOf(16).key }],
    })
    runs[0]?.say(progressOf(200, 48))
    expect(events).toHaveLength(2)
    clock.ms = 200
    runs[1]?.say(progressOf(300, 16))
    await runs[1]?.finish()
    expect(latest()).toMatchObject({
      progress: { trialsFinished: 1 },
      members: [{ trialKey: trialOf(48).key }],
    })
    clock.ms = 400
    runs[0]?.say(progressOf(300, 48))
    expect(latest()).toMatchObject({ progress: { population: 2, workDone: 1, remainingSeconds: 0 } })
    await runs[0]?.finish()
    expect(await outcome).toBe('finished')
  })

  it('pass on what a worker’s probes find and what fails in it, and go on', async () => {
    const { runs, events, outcome } = start(2, sweepOf([8, 16]))
    await settled()
    const diverged: RunningEvent = { type: 'trial-failed', trialKey: trialOf(16).key, message: 'diverged' }
    runs[0]?.say(diverged)
    const probed: RunningEvent = {
      type: 'probed',
      trialKey: trialOf(8).key,
      step: 1,
      values: {},
      grid: undefined,
    }
    runs[1]?.say({ type: 'planned', trials: 1, populations: 1, flop: 1 })
    runs[1]?.say(probed)
    expect(events).toEqual([diverged, probed])
    await runs[1]?.finish()
    await runs[0]?.finish()
    expect(await outcome).toBe('finished')
  })
})

describe('a model that workers train beforehand, each its own', () => {
  const preparing = (step: number): RunningEvent => ({
    type: 'preparing',
    what: 'a reference',
    step,
    steps: 600,
  })

  it('is told of by the first worker that has one, and by none once a population trains', async () => {
    const { runs, events, clock, outcome } = start(2, sweepOf([8, 16]))
    await settled()
    runs[1]?.say(preparing(0))
    runs[0]?.say(preparing(0))
    runs[1]?.say(preparing(120))
    expect(events).toEqual([preparing(0), preparing(120)])
    clock.ms = 100
    runs[0]?.say(progressOf(1, 16))
    runs[1]?.say(preparing(600))
    expect(events.map(({ type }) => type)).toEqual(['preparing', 'preparing', 'progress'])
    await runs[0]?.finish()
    await runs[1]?.finish()
    expect(await outcome).toBe('finished')
  })
})

describe('workers from outside', () => {
  it('pause and go on together, and begin nothing while paused', async () => {
    const { runs, control, calls, outcome, clock, events } = start(2, sweepOf([8, 16, 32]))
    await settled()
    control.pause()
    expect(calls).toEqual(['pause 0', 'pause 1'])
    await runs[1]?.finish()
    expect(runs).toHaveLength(2)
    clock.ms = 60_000
    control.resume()
    await settled()
    expect(calls).toEqual(['pause 0', 'pause 1', 'resume 0', 'resume 1'])
    expect(runs[2]).toMatchObject({ worker: 1, size: 16 })
    clock.ms = 60_100
    runs[2]?.say(progressOf(300, 16))
    expect(events.at(-1)).toMatchObject({ progress: { elapsedMs: 100 } })
    await runs[2]?.finish()
    await runs[0]?.finish()
    expect(await outcome).toBe('finished')
  })

  it('stop all, keep what is finished, and end their threads', async () => {
    const { runs, control, calls, events, outcome } = start(2, sweepOf([8, 16, 32]))
    await settled()
    await runs[0]?.finish()
    control.stop()
    expect(await outcome).toBe('StoppedError: stopped')
    expect(events).toEqual([recordOf(trialOf(8))])
    expect(calls.toSorted()).toEqual(['close 0', 'close 1', 'stop 0', 'stop 1'])
    expect(runs).toHaveLength(3)
  })

  it('stop while paused', async () => {
    const { control, outcome } = start(2, sweepOf([8, 16, 32]))
    control.pause()
    await settled()
    control.stop()
    expect(await outcome).toBe('StoppedError: stopped')
  })
})

describe('a worker that fails', () => {
  it('is opened anew for its population when its thread is lost, without what that had finished', async () => {
    const trials = [trialOf(64), { ...trialOf(64), key: 'its twin', seed: 1 }]
    const sweep = sweepOf([8])
    const twins: PoolSweep = {
      ...sweep,
      populations: [...sweep.populations, { trials }],
    }
    const { runs, calls, events, outcome } = start(2, twins)
    await settled()
    runs[0]?.say(recordOf(trials[0]!))
    await runs[0]?.fail(lost)
    expect(calls).toEqual(['close 0'])
    expect(runs[2]?.worker).toBe(2)
    expect(runs[2]?.request.trials.map(({ key }) => key)).toEqual(['its twin'])
    await runs[1]?.finish()
    await runs[2]?.finish()
    expect(await outcome).toBe('finished')
    expect(events.filter(({ type }) => type === 'trial-finished')).toHaveLength(3)
  })

  it('ends the sweep when its thread is lost a second time', async () => {
    const { runs, calls, outcome } = start(2, sweepOf([8, 16]))
    await settled()
    await runs[0]?.fail(lost)
    await runs[2]?.fail(lost)
    expect(await outcome).toBe('WorkerFailedError: a worker crashed')
    expect(calls).toEqual(['close 0', 'close 2', 'close 1'])
  })

  it('ends the sweep at once when it fails otherwise', async () => {
    const { runs, calls, outcome } = start(2, sweepOf([4, 8, 16]))
    await settled()
    // The other is done in the same moment: it begins nothing more.
    void runs[1]?.fail({ kind: 'internal', message: 'bug' })
    void runs[0]?.finish()
    expect(await outcome).toBe('WorkerFailedError: bug')
    await settled()
    expect(runs).toHaveLength(2)
    expect(calls).toEqual(['close 0', 'close 1'])
  })
})

it('workers are for backends of the processor only', () => {
  const pool = fakePool(2).pool
  const host: RunnerHost = { wasmPaths: '', now: () => 0, date: () => new Date(0), pool }
  const backendOf = (name: 'wasm' | 'cpu' | 'webgpu' | 'webgl') => ({ name })
  expect(poolFor(backendOf('wasm'), host)).toBe(pool)
  expect(poolFor(backendOf('cpu'), host)).toBe(pool)
  expect(poolFor(backendOf('webgl'), host)).toBeUndefined()
  expect(poolFor(backendOf('webgpu'), host)).toBeUndefined()
})
