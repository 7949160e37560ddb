import { expose } from 'comlink'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import { exampleReport } from '@/core/testing/example-benchmark'
import type { LabThread } from '../link'
import type { DeviceReport, LabEvent, LabWorkerApi, RunRequest } from '../protocol'
import { connectLab } from './connect-lab'

const REPORT: DeviceReport = {
  backend: { name: 'cpu', device: 'test', software: false, fused: false, notice: undefined, skipped: [] },
  speed: { secondsPerStep: 1, flopPerSecond: 1, secondsPerExponential: 0 },
  workers: 1,
  ragged: false,
  maxPadding: 1,
  maxMembers: 1,
  maxBytes: 1,
}
const REQUEST: RunRequest = { trials: [], backend: 'auto' }
const stopped: LabEvent = { type: 'stopped' }
const OPENING: BenchmarkProgress = { part: { kind: 'open' }, done: 0, of: 1, rows: [], peaks: {} }
const opened: LabEvent = { type: 'opened', backend: REPORT.backend }
const deviceLost: LabEvent = { type: 'failed', failure: { kind: 'device-lost', message: 'reset' } }

const open: MessagePort[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const port of open.splice(0)) port.close()
})

/** Workers without threads: the real Comlink over a channel, on which the test plays the worker. */
function fakeThreads(api: Partial<LabWorkerApi>) {
  const threads: { crash(message: string): void; terminated: boolean }[] = []
  const start = (): LabThread => {
    const { port1, port2 } = new MessageChannel()
    open.push(port1, port2)
    expose(api, port2)
    const state = { terminated: false, crash: (_reason: string): void => undefined }
    threads.push(state)
    return {
      endpoint: port1,
      terminate() {
        state.terminated = true
        port2.close()
      },
      onLost(listener) {
        state.crash = listener
      },
    }
  }
  return { threads, lab: connectLab(start) }
}

const collector = () => {
  const events: LabEvent[] = []
  return { events, onEvent: (event: LabEvent) => void events.push(event) }
}
const never = new Promise<never>(() => undefined)

/** Until messages between ports have been delivered and answered: each takes a turn of the event loop, not a time. */
async function delivered(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('lab connection', () => {
  it('starts one worker, when it is first needed', async () => {
    const { lab, threads } = fakeThreads({ probe: async () => REPORT })
    expect(threads).toHaveLength(0)
    expect(await lab.probe('cpu')).toEqual(REPORT)
    await lab.probe('cpu')
    expect(threads).toHaveLength(1)
  })

  it('passes on how many kernels a probe has compiled', async () => {
    const { lab } = fakeThreads({
      probe: async (_, onCompiled) => {
        onCompiled(1, 2)
        await delivered()
        return REPORT
      },
    })
    const seen: number[][] = []
    await lab.probe('webgpu', (...counts) => void seen.push(counts))
    expect(seen).toEqual([[1, 2]])
  })

  it('ends with the closing event, although the call returns on another port', async () => {
    const { lab } = fakeThreads({
      run: async (_, onEvent) => {
        onEvent(opened)
        void delivered().then(() => onEvent({ type: 'finished', elapsedMs: 7 }))
      },
    })
    const { events, onEvent } = collector()
    await lab.run(REQUEST, onEvent)
    expect(events).toEqual([opened, { type: 'finished', elapsedMs: 7 }])
  })

  it('does not probe while a run has the device', async () => {
    const order: string[] = []
    const { lab } = fakeThreads({
      run: async (_, onEvent) => {
        await delivered()
        order.push('run')
        onEvent(stopped)
      },
      probe: async () => {
        order.push('probe')
        return REPORT
      },
    })
    await Promise.all([lab.run(REQUEST, () => undefined), lab.probe('cpu')])
    expect(order).toEqual(['run', 'probe'])
  })

  it('passes pause, resume and stop on', async () => {
    const calls: string[] = []
    let say: (event: LabEvent) => void = () => undefined
    const { lab } = fakeThreads({
      run: async (_, onEvent) => {
        say = onEvent
      },
      pause: () => void calls.push('pause'),
      resume: () => void calls.push('resume'),
      stop: () => {
        calls.push('stop')
        say(stopped)
      },
    })
    const { events, onEvent } = collector()
    const ended = lab.run(REQUEST, onEvent)
    await delivered()
    lab.pause()
    lab.resume()
    lab.stop()
    await ended
    expect(calls).toEqual(['pause', 'resume', 'stop'])
    expect(events).toEqual([stopped])
  })

  it('stops a run that still waits for its turn', async () => {
    const run = vi.fn(async () => undefined)
    const { lab } = fakeThreads({ probe: () => delivered().then(() => REPORT), run })
    const probed = lab.probe('cpu')
    const { events, onEvent } = collector()
    const ended = lab.run(REQUEST, onEvent)
    lab.stop()
    await Promise.all([probed, ended])
    expect(events).toEqual([stopped])
    expect(run).not.toHaveBeenCalled()
  })

  it('ends a run that waits for a probe as soon as it is stopped, and leaves the probe alone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let answer: (report: DeviceReport) => void = () => undefined
    const stop = vi.fn()
    const run = vi.fn(async (_: RunRequest, onEvent: (event: LabEvent) => void) => onEvent(stopped))
    const probe = () =>
      new Promise<DeviceReport>((resolve) => {
        answer = resolve
      })
    const { lab, threads } = fakeThreads({ probe, run, stop })
    const probed = lab.probe('cpu')
    const { events, onEvent } = collector()
    const ended = lab.run(REQUEST, onEvent)
    lab.stop()
    await ended
    expect(events).toEqual([stopped])
    const next = lab.run(REQUEST, onEvent)
    await vi.advanceTimersByTimeAsync(60_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(threads[0]?.terminated).toBe(false)
    expect([run, stop].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
    answer(REPORT)
    expect(await probed).toEqual(REPORT)
    await next
    expect(run, 'the second only').toHaveBeenCalledOnce()
    expect(events).toEqual([stopped, stopped])
  })

  it('terminates a worker that does not answer a stop', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { lab, threads } = fakeThreads({ run: () => never, stop: () => undefined })
    const { events, onEvent } = collector()
    const ended = lab.run(REQUEST, onEvent)
    await new Promise((resolve) => setImmediate(resolve))
    lab.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    await ended
    expect(events).toEqual([stopped])
    expect(threads[0]?.terminated).toBe(true)
  })

  it('terminates the worker and ends its run', async () => {
    const { lab, threads } = fakeThreads({ run: () => never })
    const { events, onEvent } = collector()
    const ended = lab.run(REQUEST, onEvent)
    await delivered()
    lab.terminate()
    await ended
    expect(events).toEqual([stopped])
    expect(threads[0]?.terminated).toBe(true)
  })

  it('ends a run as device-lost when the worker crashes, and starts a fresh one', async () => {
    const { lab, threads } = fakeThreads({ run: () => never, probe: async () => REPORT })
    const { events, onEvent } = collector()
    const ended = lab.run(REQUEST, onEvent)
    await delivered()
    threads[0]?.crash('out of stack')
    await ended
    expect(events).toEqual([
      { type: 'failed', failure: { kind: 'device-lost', message: expect.stringContaining('out of stack') } },
    ])
    expect(await lab.probe('cpu')).toEqual(REPORT)
    expect(threads).toHaveLength(2)
  })

  it('starts a fresh worker after a lost device', async () => {
    const ends = [deviceLost, stopped]
    const { lab, threads } = fakeThreads({
      run: async (_, onEvent) => {
        onEvent(ends.shift() ?? stopped)
      },
    })
    const { events, onEvent } = collector()
    await lab.run(REQUEST, onEvent)
    expect(threads[0]?.terminated).toBe(true)
    await lab.run(REQUEST, onEvent)
    expect(events).toEqual([deviceLost, stopped])
    expect(threads).toHaveLength(2)
  })

  it('turns an exception in the worker into a failed event', async () => {
    const { lab } = fakeThreads({ run: () => Promise.reject(new Error('bug')) })
    const { events, onEvent } = collector()
    await lab.run(REQUEST, onEvent)
    expect(events).toEqual([{ type: 'failed', failure: { kind: 'internal', message: 'bug' } }])
  })

  it('turns a worker that cannot be started into a failed event and a rejected probe', async () => {
    const lab = connectLab(() => {
      throw new Error('refused by policy')
    })
    const { events, onEvent } = collector()
    await lab.run(REQUEST, onEvent)
    expect(events).toEqual([{ type: 'failed', failure: { kind: 'internal', message: 'refused by policy' } }])
    await expect(lab.probe('cpu')).rejects.toThrow('refused by policy')
  })

  it('rejects a probe of which the worker crashes', async () => {
    const { lab, threads } = fakeThreads({ probe: () => never })
    const probed = lab.probe('cpu')
    await delivered()
    threads[0]?.crash('no memory')
    await expect(probed).rejects.toThrow('no memory')
  })

  it('passes on how far a benchmark is, and its report', async () => {
    const { lab } = fakeThreads({
      benchmark: async (_, onProgress) => {
        onProgress(OPENING)
        await delivered()
        return exampleReport()
      },
    })
    const seen: BenchmarkProgress[] = []
    expect(await lab.benchmark('auto', (progress) => void seen.push(progress))).toEqual(exampleReport())
    expect(seen).toEqual([OPENING])
  })

  it('refuses a benchmark while a run is under way', async () => {
    const { lab } = fakeThreads({ run: () => never })
    const ended = lab.run(REQUEST, () => undefined)
    await expect(lab.benchmark('auto', () => undefined)).rejects.toThrow('a sweep is running')
    await delivered()
    lab.terminate()
    await ended
  })

  it.each(['somebody', 'a run'])('ends a benchmark when %s asks for it, and the run follows', async (who) => {
    let answer: () => void = () => undefined
    const calls: string[] = []
    const { lab } = fakeThreads({
      benchmark: () =>
        new Promise((resolve) => {
          answer = () => resolve(undefined)
        }),
      stop: () => {
        calls.push('stop')
        answer()
      },
      run: async (_, onEvent) => {
        calls.push('run')
        onEvent(stopped)
      },
    })
    const measured = lab.benchmark('auto', () => undefined)
    await delivered()
    if (who === 'somebody') lab.stopBenchmark()
    const ended = lab.run(REQUEST, () => undefined)
    expect(await measured).toBeUndefined()
    await ended
    expect(calls).toEqual(['stop', 'run'])
  })

  it('does not begin a benchmark that was ended while it waited for a probe', async () => {
    const benchmark = vi.fn(async () => exampleReport())
    const { lab } = fakeThreads({ probe: () => delivered().then(() => REPORT), benchmark })
    const probed = lab.probe('cpu')
    const measured = lab.benchmark('auto', () => undefined)
    lab.stopBenchmark()
    expect(await measured).toBeUndefined()
    expect(benchmark).not.toHaveBeenCalled()
    await probed
  })
})
