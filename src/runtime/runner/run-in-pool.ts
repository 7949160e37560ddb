/**
 * A pool of worker threads that trains populations side by side, most of them whole in one thread: trials are independent. A population that
 * would outlast the others gets several (next-start.ts), each of which trains it by the same request and knows its seat among them; the
 * first is heard. No bit of any record depends on any of this. A wasm heap never shrinks, so a worker counts with the most that it has
 * held; one that finds no population that still fits into memory is closed.
 */
import { BACKENDS } from '@/core/backends'
import type { DeviceSpeed } from '@/core/sweep/device-speed'
import { mostThreads, threadSeconds } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import type { Backend } from '@/engine/devices/backend'
import { fitsFusedKernels } from '@/engine/plan/fused-shape'
import type { ClosingEvent, LabEvent, LabFailure } from '../protocol'
import type { RunClock } from './clock'
import type { PoolWorker, RunnerHost, SweepControl, WorkerPool } from './host'
import { isShortNext, nextStart } from './next-start'
import { StoppedError } from './pacing'
import { createPoolReports } from './pool-reports'
import { crewSeats } from './port-crew'

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

/** How many workers may train a population together: 1 where composed ops train it, which are not shared. */
export const mostWorkers = (
  population: Population,
  { limits }: Pick<Backend, 'limits'>,
  speed: DeviceSpeed | undefined,
): number =>
  fitsFusedKernels(population.trials[0]!.shape) ? mostThreads(population, limits.ragged, speed) : 1

export interface PoolSweep {
  readonly populations: readonly Population[]
  readonly backend: Pick<Backend, 'name' | 'limits' | 'kernels'>
  readonly speed: DeviceSpeed | undefined
  /** Whether workers hand their models over to this thread. */
  readonly handsOverModels?: boolean
  /** Memory that a worker takes for a population, or for its share of one that it trains with others. */
  bytes(population: Population, threads: number): number
}

/** A worker of the pool, opened when it first trains. */
interface Seated {
  worker: PoolWorker | undefined
  /** The most that it has held since it was opened. */
  heldBytes: number
}

/** A population and the workers that train it. */
interface Crew {
  readonly population: Population
  /** Whether it was the shortest that waited. */
  readonly isShort: boolean
  readonly seated: readonly Seated[]
}

/** @throws StoppedError, WorkerFailedError */
export async function runInPool(
  sweep: PoolSweep,
  pool: WorkerPool,
  clock: RunClock,
  control: SweepControl,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const { populations, backend, speed } = sweep
  const reports = createPoolReports(populations, backend.limits, clock, emit)
  const idle = new Set(
    Array.from({ length: pool.count }, (): Seated => ({ worker: undefined, heldBytes: 0 })),
  )
  const running = new Set<Crew>()
  const take = createQueue(sweep, idle, running, reports.left)
  const ended = new AbortController()

  /** Trains it once. @returns how it ended: with a failure as soon as one of them fails, though others may wait for it. */
  async function attempt({ population, seated }: Crew): Promise<ClosingEvent> {
    await control.whileRunning()
    if (ended.signal.aborted || control.signal.aborted) throw new StoppedError('stopped')
    reports.began(population)
    // Whether the sweep is too large was asked of the whole.
    const { name, kernels } = backend
    const models = sweep.handsOverModels ? ('hand-over' as const) : undefined
    const request = {
      trials: reports.unfinished(population),
      backend: name,
      speed,
      force: true,
      kernels,
      models,
    }
    const seats = seated.length > 1 ? crewSeats(seated.length) : [undefined]
    const runs = seated.map(async (own, place) => {
      own.worker ??= pool.open()
      const end = await own.worker.run({ ...request, seat: seats[place] }, (event) => {
        if (place === 0 && !ended.signal.aborted) reports.heard(population, event)
      })
      if (end.type === 'failed') throw new WorkerFailedError(end.failure)
      return end
    })
    try {
      const ends = await Promise.all(runs)
      return ends[0]!
    } catch (error) {
      if (error instanceof WorkerFailedError) return { type: 'failed', failure: error.failure }
      throw error
    }
  }

  async function train(crew: Crew): Promise<void> {
    let end = await attempt(crew)
    if (end.type === 'failed' && end.failure.kind === 'device-lost') {
      // Once: what takes a thread down twice would do so for ever.
      reports.lost(crew.population)
      close(crew.seated)
      end = await attempt(crew)
    }
    if (end.type !== 'finished') {
      // The others begin nothing more from here on.
      ended.abort()
      throw end.type === 'failed' ? new WorkerFailedError(end.failure) : new StoppedError('stopped')
    }
    if (ended.signal.aborted) return
    reports.finished(crew.population)
    running.delete(crew)
    for (const own of crew.seated) idle.add(own)
  }

  /** Starts what can be started now. @returns when everything is trained. */
  async function trainAll(): Promise<void> {
    const underWay: Promise<void>[] = []
    while (!ended.signal.aborted) {
      const crew = take()
      if (!crew) break
      underWay.push(train(crew).then(trainAll))
    }
    await Promise.all(underWay)
  }

  const toEach = (act: (worker: PoolWorker) => void) => {
    for (const { worker } of [...idle, ...[...running].flatMap(({ seated }) => seated)])
      if (worker) act(worker)
  }
  const stop = () => toEach((worker) => worker.stop())
  const forgetPause = control.onPause((paused) =>
    toEach((worker) => (paused ? worker.pause() : worker.resume())),
  )
  control.signal.addEventListener('abort', stop)
  try {
    await trainAll()
  } finally {
    // Whoever trains still is not heard any more, and the others begin nothing.
    ended.abort()
    control.signal.removeEventListener('abort', stop)
    forgetPause()
    toEach((worker) => worker.close())
  }
}

function close(workers: Iterable<Seated>): void {
  for (const own of workers) {
    own.worker?.close()
    own.worker = undefined
    own.heldBytes = 0
  }
}

/**
 * @param idle workers that train nothing; those for whom nothing is left are closed.
 * @returns what takes the population that is next, and idle workers for it.
 */
function createQueue(
  { populations, backend, speed, bytes }: PoolSweep,
  idle: Set<Seated>,
  running: Set<Crew>,
  left: (population: Population) => number,
) {
  const { ragged, maxBytes } = backend.limits
  const secondsOf = (population: Population) => threadSeconds(population, ragged, speed)
  const waiting = populations.toSorted((a, b) => secondsOf(b) - secondsOf(a))
  const threads = idle.size

  /** Idle workers for a population, open ones first; undefined where all together would hold too much. */
  function seatsFor(population: Population, threads: number): readonly Seated[] | undefined {
    const seated = [...idle].toSorted((a, b) => b.heldBytes - a.heldBytes).slice(0, threads)
    const others = [...idle, ...[...running].flatMap((crew) => crew.seated)].filter(
      (own) => !seated.includes(own),
    )
    const held = [
      ...others.map(({ heldBytes }) => heldBytes),
      ...seated.map(({ heldBytes }) => Math.max(heldBytes, bytes(population, threads))),
    ]
    return held.reduce((sum, own) => sum + own, 0) <= maxBytes ? seated : undefined
  }

  const fitting = () => waiting.filter((population) => seatsFor(population, 1))

  function start(population: Population, seated: readonly Seated[], isShort = false): Crew {
    waiting.splice(waiting.indexOf(population), 1)
    const crew = { population, seated, isShort }
    running.add(crew)
    for (const own of seated) {
      idle.delete(own)
      own.heldBytes = Math.max(own.heldBytes, bytes(population, seated.length))
    }
    return crew
  }

  return (): Crew | undefined => {
    if (fitting().length === 0) close(idle)
    const fit = fitting()
    const [alone] = idle
    // What fits nowhere is tried once nothing else is held.
    if (fit.length === 0 && waiting[0] && alone && running.size === 0) return start(waiting[0], [alone])
    const shortest = fit.at(-1)
    const short = [...running].filter(({ isShort }) => isShort).length
    const seatOfShortest = shortest && isShortNext(fit.length, threads, short) && seatsFor(shortest, 1)
    if (seatOfShortest && seatOfShortest.length > 0) return start(shortest, seatOfShortest, true)
    const busy = [...running].flatMap(({ population, seated }) =>
      seated.map(() => (secondsOf(population) * left(population)) / seated.length),
    )
    const next = nextStart(
      fit.map((population) => ({
        seconds: secondsOf(population),
        mostThreads: mostWorkers(population, backend, speed),
      })),
      idle.size,
      busy,
    )
    if (!next) return undefined
    const population = fit[next.index]!
    for (let { threads } = next; threads > 0; threads--) {
      const seated = seatsFor(population, threads)
      if (seated) return start(population, seated)
    }
    return undefined
  }
}
