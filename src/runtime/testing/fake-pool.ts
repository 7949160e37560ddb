/** Workers that a test plays, and a sweep that they train. */
import type { Population } from '@/core/sweep/populations'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import type { ClosingEvent, LabEvent, LabFailure, RunningEvent, RunRequest } from '../protocol'
import { createRunClock } from '../runner/clock'
import { createRunControl } from '../runner/run-control'
import { type PoolSweep, runInPool } from '../runner/run-in-pool'

export const MEBIBYTE = 2 ** 20
export const lost: LabFailure = { kind: 'device-lost', message: 'a worker crashed' }

export const trialOf = (datasetSize: number): Trial => exampleTrial({ datasetSize })

/** A population is known by its dataset size, here and in what the test says of it. */
export function sweepOf(sizes: readonly number[], changes: Partial<PoolSweep> = {}): PoolSweep {
  const populations = sizes.map((size): Population => ({ trials: [trialOf(size)] }))
  return {
    populations,
    speed: undefined,
    backend: {
      name: 'wasm',
      limits: { ragged: false, maxPadding: 1, maxMembers: 1, maxBytes: 100 * MEBIBYTE },
    },
    bytes: () => MEBIBYTE,
    ...changes,
  }
}

interface Run {
  readonly worker: number
  readonly request: RunRequest
  /** The dataset size that it is to train. */
  readonly size: number
  say(event: RunningEvent): void
  /** Its record, then the closing event. */
  finish(): Promise<void>
  fail(failure: LabFailure): Promise<void>
}

export const settled = () => new Promise((resolve) => setTimeout(resolve))

/** Every worker waits for the test to say what it does. */
export function fakePool(count: number) {
  const runs: Run[] = []
  const calls: string[] = []
  let opened = 0
  const open = () => {
    const worker = opened++
    let close: (event: ClosingEvent) => void = () => undefined
    return {
      run: (request: RunRequest, emit: (event: RunningEvent) => void) =>
        new Promise<ClosingEvent>((resolve) => {
          close = resolve
          const [trial] = request.trials
          runs.push({
            worker,
            request,
            size: trial?.datasetSize ?? 0,
            say: emit,
            async finish() {
              if (trial) emit(recordOf(trial))
              close({ type: 'finished', elapsedMs: 1 })
              await settled()
            },
            async fail(failure) {
              close({ type: 'failed', failure })
              await settled()
            },
          })
        }),
      pause: () => void calls.push(`pause ${worker}`),
      resume: () => void calls.push(`resume ${worker}`),
      stop: () => {
        calls.push(`stop ${worker}`)
        close({ type: 'stopped' })
      },
      timeThread: () => Promise.reject(new Error('no run asks for this')),
      close: () => {
        calls.push(`close ${worker}`)
        close({ type: 'stopped' })
      },
    }
  }
  return { pool: { count, open }, runs, calls }
}

export const recordOf = (trial: Trial): RunningEvent => ({
  type: 'trial-finished',
  record: exampleRecord(trial),
})

export function start(count: number, sweep: PoolSweep) {
  const fake = fakePool(count)
  const control = createRunControl()
  const events: LabEvent[] = []
  const clock = { ms: 0 }
  const host = { now: () => clock.ms }
  const ended = runInPool(
    sweep,
    fake.pool,
    createRunClock(host, control),
    control,
    (event) => void events.push(event),
  )
  const outcome = ended.then(
    () => 'finished',
    (error: Error) => `${error.name}: ${error.message}`,
  )
  return { ...fake, control, events, clock, outcome }
}
