/** Populations that several workers train together: who gets a seat, who is heard, and what becomes of all when one is lost. */
import { describe, expect, it } from 'vitest'
import { exampleTrial } from '@/core/testing/example-record'
import { lost, MEBIBYTE, settled, start, sweepOf } from '../testing/fake-pool'
import type { PoolSweep } from './run-in-pool'

describe('a population that would outlast the others', () => {
  /** Each is seconds of work, and may be cut into splits. */
  const long = (...sizes: readonly number[]): PoolSweep => ({
    ...sweepOf([]),
    populations: sizes.map((size) => ({ trials: [exampleTrial({ datasetSize: size, steps: 100_000 })] })),
    backend: {
      name: 'wasm',
      limits: { ragged: true, maxPadding: 1, maxMembers: 1, maxBytes: 100 * MEBIBYTE },
    },
  })

  it('is trained by several workers, each in its seat, and the first is heard', async () => {
    const { runs, events, outcome } = start(3, long(1024))
    await settled()
    expect(runs.map(({ worker, size }) => [worker, size])).toEqual([
      [0, 1024],
      [1, 1024],
      [2, 1024],
    ])
    expect(runs.map(({ request }) => request.seat?.place)).toEqual([0, 1, 2])
    expect(runs.map(({ request }) => request.seat?.ports.map(Boolean))).toEqual([
      [false, true, true],
      [true, false, true],
      [true, true, false],
    ])
    for (const run of runs) await run.finish()
    expect(await outcome).toBe('finished')
    expect(events.filter(({ type }) => type === 'trial-finished')).toHaveLength(1)
    for (const { request } of runs) for (const port of request.seat?.ports ?? []) port?.close()
  })

  it('is trained by one where composed ops train it', async () => {
    const sweep = long(1024)
    const limits = { ...sweep.backend.limits, ragged: false }
    const { runs } = start(3, { ...sweep, backend: { name: 'wasm', limits } })
    await settled()
    expect(runs.map(({ request }) => request.seat)).toEqual([undefined])
  })

  it('is trained by one where its heads are too wide for fused kernels', async () => {
    const sweep = long(1024)
    const trial = { ...sweep.populations[0]!.trials[0]!, shape: { ...exampleTrial().shape, width: 130 } }
    const { runs } = start(3, { ...sweep, populations: [{ trials: [trial] }] })
    await settled()
    expect(runs.map(({ request }) => request.seat)).toEqual([undefined])
  })

  it('gets as many workers as find memory', async () => {
    const sweep = { ...long(1024), bytes: () => 45 * MEBIBYTE }
    const { runs } = start(8, sweep)
    await settled()
    expect(runs.map(({ request }) => request.seat?.place)).toEqual([0, 1])
  })

  it('begins anew on new workers when one is lost, and ends the sweep when that happens again', async () => {
    const { runs, calls, outcome } = start(2, long(1024))
    await settled()
    await runs[1]?.fail(lost)
    expect(calls).toEqual(['close 0', 'close 1'])
    expect(runs.slice(2).map(({ worker, request }) => [worker, request.seat?.place])).toEqual([
      [2, 0],
      [3, 1],
    ])
    await runs[2]?.fail(lost)
    expect(await outcome).toBe('WorkerFailedError: a worker crashed')
    expect(calls.slice(2)).toEqual(['close 2', 'close 3'])
  })

  it('is paused, resumed and stopped on all of its workers', async () => {
    const { control, calls, outcome } = start(2, long(1024))
    await settled()
    control.pause()
    control.resume()
    control.stop()
    expect(await outcome).toBe('StoppedError: stopped')
    expect(calls.slice(0, 6)).toEqual(['pause 0', 'pause 1', 'resume 0', 'resume 1', 'stop 0', 'stop 1'])
  })
})
