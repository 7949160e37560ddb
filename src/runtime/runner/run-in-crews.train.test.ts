/**
 * Records of crews, on wasm in Node: those of one thread, whatever an experiment does between steps. The pool's workers are the real ones
 * behind real ports, but take turns on this thread.
 */
import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'
import type { LabEvent, RunRequest } from '../protocol'
import { nodeTestHost as host, portPool } from '../testing/port-pool'
import { createRunControl, type RunControl } from './run-control'
import { runSweep } from './run-sweep'

/** As if each step took a second: a crew is for what takes long. */
const SLOW = { flopPerSecond: 1e6, secondsPerStep: 0, secondsPerExponential: 0 }

const requestOf = (experiment: string, config: ConfigValues): RunRequest => {
  const spec = experimentById(experiment)
  const [trial] = spec.plan({ ...presetById(spec, 'tiny').config, ...config })
  return { trials: [trial!], backend: 'wasm', speed: SLOW, force: true }
}

async function run(
  request: RunRequest,
  threads: number,
  control: RunControl = createRunControl(),
  onEvent: (event: LabEvent, lose: () => void) => void = () => undefined,
) {
  const { pool, losses } = portPool(threads)
  const events: LabEvent[] = []
  await runSweep(request, { ...host, pool }, control, (event) => {
    events.push(event)
    onEvent(event, () => losses.at(-1)!())
  })
  return { events, opened: losses.length }
}

const recordsOf = (events: readonly LabEvent[]): Omit<TrialRecord, 'elapsedMs'>[] =>
  events.flatMap((event) => {
    if (event.type !== 'trial-finished') return []
    const { elapsedMs, ...record } = event.record
    return [record]
  })

const LARGE = requestOf('capacity', { datasetSizes: [601], steps: 20 })

describe.each<[string, RunRequest]>([
  ['full batches', LARGE],
  ['mini-batches', requestOf('capacity', { datasetSizes: [601], batch: 577, steps: 20 })],
  [
    'strings that are probed while they are learned',
    requestOf('per-string', { datasetSizes: [601], steps: 8 }),
  ],
  ['weights that are rounded at the end', requestOf('precision', { datasetSizes: [601], steps: 20 })],
])('a record of %s', (_, request) => {
  it('is the same by 2, 3 and 5 threads as by one', async () => {
    const [alone] = recordsOf((await run(request, 1)).events)
    expect(alone).toBeDefined()
    for (const threads of [2, 3, 5]) {
      const { events, opened } = await run(request, threads)
      expect(opened).toBe(threads)
      expect(recordsOf(events)).toEqual([alone])
    }
  })
})

describe('a crew', () => {
  it('stops, also where it waits for each other', async () => {
    const control = createRunControl()
    const { events } = await run(
      requestOf('capacity', { datasetSizes: [601], steps: 100_000 }),
      2,
      control,
      (event) => {
        if (event.type === 'progress') control.stop()
      },
    )
    expect(events.at(-1)).toEqual({ type: 'stopped' })
  })

  it('pauses and goes on', async () => {
    const control = createRunControl()
    let pauses = 0
    const { events } = await run(LARGE, 2, control, (event) => {
      if (event.type !== 'progress' || pauses++ > 0) return
      control.pause()
      setTimeout(control.resume, 100)
    })
    expect(pauses).toBeGreaterThan(0)
    expect(recordsOf(events)).toEqual(recordsOf((await run(LARGE, 1)).events))
  })

  it('begins anew where a thread is lost, and gives up where that happens again', async () => {
    const request = requestOf('capacity', { datasetSizes: [601], steps: 300 })
    let lost = 0
    const once = await run(request, 2, createRunControl(), (event, lose) => {
      if (event.type === 'progress' && lost++ === 0) lose()
    })
    expect(once.opened).toBe(4)
    expect(recordsOf(once.events)).toEqual(recordsOf((await run(request, 1)).events))
    const again = await run(request, 2, createRunControl(), (event, lose) => {
      if (event.type === 'progress') lose()
    })
    expect(again.opened).toBe(4)
    expect(again.events.at(-1)).toMatchObject({ type: 'failed', failure: { kind: 'device-lost' } })
  })
})
