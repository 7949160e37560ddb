/** The benchmark, whole, on the processor: which parts it has and what it reports. Its clock is the test's, so nothing here is a time. */
import { describe, expect, it } from 'vitest'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import { checkReport } from '@/core/benchmark/read-report'
import { BENCHMARK_MODEL_IDS } from '@/core/benchmark/report'
import type { ThreadTask } from '@/core/benchmark/thread-task'
import { benchmarkDevice } from './benchmark-device'
import type { BenchmarkHost } from './host'
import { openMultiplyAdd } from './processor-peak'
import { timeSteps } from './time-steps'
import { timeThread } from './time-thread'

/** Moves on by so much whenever it is looked at. */
function tickingClock(ms: number) {
  let time = 0
  return () => {
    time += ms
    return time
  }
}

function fakeHost(threads: number | undefined) {
  const tasks: (ThreadTask & { readonly thread: number })[] = []
  const closed: number[] = []
  let opened = 0
  const host: BenchmarkHost = {
    wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
    now: tickingClock(100),
    date: () => new Date('2026-11-30T12:00:00Z'),
    machine: { platform: 'a test', processor: 'a processor' },
    commit: '1a2b3c4',
    pool:
      threads === undefined
        ? undefined
        : {
            count: threads,
            open() {
              const thread = opened++
              return {
                async time(task) {
                  tasks.push({ ...task, thread })
                  if (task.kind === 'train' && task.budgetMs > 0)
                    await timeThread({ ...task, model: 'XS' }, host)
                  return { flopPerSecond: 1e9, ...(task.kind === 'train' && { numerics: 'fake' }) }
                },
                close: () => void closed.push(thread),
              }
            },
          },
  }
  return { host, tasks, closed, opened: () => opened }
}

const going = new AbortController().signal

describe('a benchmark', () => {
  it('times peak and models on one thread, then on all at once, and adds their rates', async () => {
    const { host, tasks, closed, opened } = fakeHost(3)
    const seen: BenchmarkProgress[] = []
    const report = await benchmarkDevice('wasm', host, going, (progress) => void seen.push(progress), 1)
    expect(checkReport(report)).toEqual(report)
    expect(report).toMatchObject({
      date: '2026-11-30',
      platform: 'a test',
      processor: 'a processor',
      threads: 3,
      backend: { name: 'wasm', software: false, fused: true },
      peaks: { thread: 1e9, threads: 3e9 },
      numerics: { thread: 'fake', threads: 'fake' },
    })
    expect(report.rows.map(({ trainer, model, members }) => [trainer, model, members])).toEqual([
      ...BENCHMARK_MODEL_IDS.map((model) => ['thread', model, 1]),
      ...BENCHMARK_MODEL_IDS.map((model) => ['threads', model, 3]),
    ])
    // Three threads at the rate of one each take as long for a step of their three models as one does for its own.
    const msOf = (index: number) => report.rows[index]!.msPerStep
    for (const i of BENCHMARK_MODEL_IDS.keys()) expect(msOf(i)).toBe(msOf(i + BENCHMARK_MODEL_IDS.length))

    expect(opened()).toBe(3)
    expect(closed).toEqual([0, 1, 2])
    const timed = tasks.filter(({ budgetMs }) => budgetMs > 0)
    expect(timed.filter(({ thread }) => thread === 0)).toHaveLength(10)
    expect(timed.filter(({ thread }) => thread === 2)).toHaveLength(5)
    expect(seen.map(({ done }) => done)).toEqual(seen.map((_, i) => i))
    expect(seen.at(-1)).toMatchObject({
      done: 10,
      of: 11,
      part: { kind: 'train', trainer: 'threads', model: 'Quick-16' },
    })
    expect(seen.at(-1)?.rows).toHaveLength(7)
  })

  it('takes fewer threads for a model where all would need more memory than the lab allows itself', async () => {
    const report = await benchmarkDevice('wasm', fakeHost(64).host, going, () => undefined, 0)
    const together = report.rows.filter(({ trainer }) => trainer === 'threads')
    expect(together.map(({ model }) => model)).toEqual(BENCHMARK_MODEL_IDS)
    expect(together[0]?.members).toBe(64)
    expect(together.at(-1)?.members).toBeLessThan(64)
    expect(together.at(-1)?.members).toBeGreaterThan(8)
  })

  it('works on its own thread where no other can be started, and trains there', async () => {
    const report = await benchmarkDevice('wasm', fakeHost(undefined).host, going, () => undefined, 0)
    expect(report.threads).toBe(1)
    expect(report.rows.map(({ trainer }) => trainer)).toEqual(BENCHMARK_MODEL_IDS.map(() => 'thread'))
    expect(report.numerics.thread).toMatch(/^simd128/)
  })

  it('leaves out a model whose step would take seconds', async () => {
    const { host } = fakeHost(undefined)
    // By this clock a step of XS, 85 million operations, takes 20 s.
    const slow = { ...host, now: tickingClock(20_000) }
    const report = await benchmarkDevice('wasm', slow, going, () => undefined, 0)
    expect(report.rows.map(({ model }) => model)).toEqual(['XS'])
  })

  it('ends when it is told to, and closes its threads', async () => {
    const { host, closed } = fakeHost(2)
    const control = new AbortController()
    const ended = benchmarkDevice(
      'wasm',
      host,
      control.signal,
      ({ part }) => {
        if (part.kind === 'train') control.abort(new Error('stopped'))
      },
      1,
    )
    await expect(ended).rejects.toThrow('stopped')
    expect(closed).toEqual([0])
  })
})

describe('timing steps', () => {
  const fakeTrainer = (msOfStep: number) => {
    let time = 0
    const bursts: number[] = []
    return {
      bursts,
      now: () => time,
      trainer: {
        unreadLimit: 64,
        enqueue(steps: number) {
          bursts.push(steps)
          time += steps * msOfStep
        },
        takeLosses: async () => ({ firstStep: 1, lossNats: new Float32Array() }),
      },
    }
  }

  it('doubles a burst until it is long enough, and counts bursts of that size only', async () => {
    const { trainer, bursts, now } = fakeTrainer(3)
    expect(await timeSteps(trainer, 100, now)).toBe(3)
    expect(bursts).toEqual([1, 1, 2, 4, 8, 8, 8, 8])
  })

  it('sends no more steps than may wait for their losses', async () => {
    const { trainer, bursts, now } = fakeTrainer(0.01)
    expect(await timeSteps(trainer, 2, now)).toBeCloseTo(0.01, 9)
    expect(Math.max(...bursts)).toBe(64)
  })

  it('takes one burst where there is no time for more', async () => {
    const { trainer, bursts, now } = fakeTrainer(1000)
    expect(await timeSteps(trainer, 0, now)).toBe(1000)
    expect(bursts).toEqual([1, 1])
  })
})

it('multiplies and adds in all twelve chains', async () => {
  const multiplyAdd = await openMultiplyAdd()
  // The chains begin with 0 to 11; three rounds of 2·x + 1 make 8·x + 7 of each.
  expect(multiplyAdd(3, 2, 1)).toBe(8 * 66 + 12 * 7)
})
