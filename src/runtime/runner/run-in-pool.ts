/**
 * A pool of worker threads that trains populations side by side, each whole in one thread: trials are independent, so no bit
 * of any record depends on it. The longest are started first, so that no worker is left with a long one at the end (Graham 1969). A wasm heap
 * never shrinks, so a worker counts with the most that it has held; one that finds no population that still fits into memory is closed.
 */
import { BACKENDS } from '@/core/backends'
import type { DeviceSpeed } from '@/core/sweep/device-speed'
import type { Population } from '@/core/sweep/populations'
import type { Backend } from '@/engine/devices/backend'
import type { ClosingEvent, LabEvent, LabFailure, RunningEvent } from '../protocol'
import type { RunClock } from './clock'
import type { PoolWorker, RunnerHost, SweepControl, WorkerPool } from './host'
import { REPORT_INTERVAL_MS, StoppedError } from './pacing'
import { createProgress, relativeCost } from './progress'

/** A worker failed for good: the sweep ends with its failure. */
export class WorkerFailedError extends Error {
  override readonly name = 'WorkerFailedError'
  constructor(readonly failure: LabFailure) {
    super(failure.message)
  }
}

/** The host's workers, where threads help: a GPU is one device, which one thread keeps busy. */
export const poolFor = ({ name }: Pick<Backend, 'name'>, host: RunnerHost): WorkerPool | undefined =>
  BACKENDS[name].isProcessor ? host.pool : undefined

export interface PoolSweep {
  readonly populations: readonly Population[]
  readonly backend: Pick<Backend, 'name' | 'limits' | 'kernels'>
  readonly speed: DeviceSpeed | undefined
  /** Memory that a population takes while it trains. */
  bytes(population: Population): number
}

interface OpenWorker {
  worker: PoolWorker | undefined
  /** The most that it has held so far. */
  heldBytes: number
}

/** @throws StoppedError, WorkerFailedError */
export async function runInPool(
  sweep: PoolSweep,
  pool: WorkerPool,
  clock: RunClock,
  control: SweepControl,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const open = new Set<OpenWorker>()
  const take = createQueue(sweep, open)
  const reports = createReports(sweep, clock, emit)
  let over = false

  async function train(own: OpenWorker, population: Population): Promise<ClosingEvent> {
    await control.whileRunning()
    if (over || control.signal.aborted) throw new StoppedError('stopped')
    const { backend, speed } = sweep
    reports.began(population)
    own.worker ??= pool.open()
    // Whether the sweep is too large was asked of the whole.
    const { name, kernels } = backend
    const request = { trials: reports.left(population), backend: name, speed, force: true, kernels }
    return own.worker.run(request, (event) => {
      if (!over) reports.heard(own, population, event)
    })
  }

  async function runWorker(own: OpenWorker): Promise<void> {
    for (let population = take(own); population; population = take(own)) {
      own.heldBytes = Math.max(own.heldBytes, sweep.bytes(population))
      let end = await train(own, population)
      if (end.type === 'failed' && end.failure.kind === 'device-lost') {
        // Once: what takes a thread down twice would do so for ever.
        reports.lost(population)
        own.worker?.close()
        own.worker = undefined
        end = await train(own, population)
      }
      if (end.type !== 'finished') {
        // The others begin nothing more from here on.
        over = true
        throw end.type === 'failed' ? new WorkerFailedError(end.failure) : new StoppedError('stopped')
      }
      if (!over) reports.finished(population)
    }
    own.worker?.close()
    open.delete(own)
  }

  const toEach = (act: (worker: PoolWorker) => void) => {
    for (const { worker } of open) if (worker) act(worker)
  }
  const stop = () => toEach((worker) => worker.stop())
  const forgetPause = control.onPause((paused) =>
    toEach((worker) => (paused ? worker.pause() : worker.resume())),
  )
  control.signal.addEventListener('abort', stop)
  try {
    const count = Math.min(pool.count, sweep.populations.length)
    for (let i = 0; i < count; i++) open.add({ worker: undefined, heldBytes: 0 })
    await Promise.all([...open].map(runWorker))
  } finally {
    over = true
    control.signal.removeEventListener('abort', stop)
    forgetPause()
    toEach((worker) => worker.close())
  }
}

/** @returns what takes the longest population that fits beside what the other workers hold; a worker that is alone takes any. */
function createQueue({ populations, backend, bytes }: PoolSweep, open: ReadonlySet<OpenWorker>) {
  const { ragged, maxBytes } = backend.limits
  const waiting = populations.toSorted((a, b) => relativeCost(b, ragged) - relativeCost(a, ragged))
  return (own: OpenWorker): Population | undefined => {
    const others = [...open].reduce((sum, worker) => sum + (worker === own ? 0 : worker.heldBytes), 0)
    const fits = (population: Population) =>
      open.size === 1 || others + Math.max(own.heldBytes, bytes(population)) <= maxBytes
    const index = waiting.findIndex(fits)
    return index === -1 ? undefined : waiting.splice(index, 1)[0]
  }
}

/** Merges the events of all workers into those of one sweep. */
function createReports(
  { populations, backend }: PoolSweep,
  clock: RunClock,
  emit: (event: LabEvent) => void,
) {
  const progress = createProgress(populations, backend.limits.ragged, clock.now)
  const ended = new Set<string>()
  // The first step is told at once: somebody waits for it.
  let lastReport = Number.NEGATIVE_INFINITY
  let preparing: OpenWorker | undefined

  const report = () => {
    const event = progress.event()
    if (event) emit(event)
    lastReport = clock.now()
  }

  return {
    began: progress.began,
    lost: progress.lost,
    finished(population: Population) {
      report()
      progress.finished(population)
    },
    /** Trials that have not ended: a worker that was lost may have finished some. */
    left: ({ trials }: Population) => trials.filter(({ key }) => !ended.has(key)),
    heard(own: OpenWorker, population: Population, event: RunningEvent) {
      switch (event.type) {
        // Said already, of the whole sweep.
        case 'opened':
        case 'planned':
          return
        case 'progress':
          progress.reported(population, event.progress.step, event.members)
          if (clock.now() - lastReport >= REPORT_INTERVAL_MS) report()
          return
        case 'trial-finished':
        case 'trial-failed': {
          const key = event.type === 'trial-finished' ? event.record.trialKey : event.trialKey
          ended.add(key)
          progress.trialEnded(population, key)
          return emit(event)
        }
        case 'preparing':
          // Each worker prepares for itself, all of them alike: one is heard, and none once a population trains.
          preparing ??= own
          if (preparing === own && !progress.event()) emit(event)
          return
        case 'compiling':
        case 'fell-back':
        case 'probed':
          return emit(event)
        default:
          throw event satisfies never
      }
    },
  }
}
