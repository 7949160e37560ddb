/**
 * A pool of worker threads, called lanes, that trains populations side by side, each whole in one thread: trials are independent, so no bit
 * of any record depends on it. The longest are started first, so that no lane is left with a long one at the end (Graham 1969). A wasm heap
 * never shrinks, so a lane counts with the most that it has held; one that finds no population that still fits into memory is closed.
 */
import { BACKENDS } from '@/core/backends'
import type { DeviceSpeed } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import type { Backend } from '@/engine/devices/backend'
import type { ClosingEvent, LabEvent, LabFailure, RunningEvent } from '../protocol'
import type { RunClock } from './clock'
import type { Lane, Lanes, RunnerHost, SweepControl } from './host'
import { REPORT_INTERVAL_MS, StoppedError } from './pacing'
import { createProgress, relativeCost } from './progress'

/** A lane failed for good: the sweep ends with its failure. */
export class LaneFailedError extends Error {
  override readonly name = 'LaneFailedError'
  constructor(readonly failure: LabFailure) {
    super(failure.message)
  }
}

/** The host's lanes, where threads help: a GPU is one device, which one thread keeps busy. */
export const lanesFor = ({ name }: Pick<Backend, 'name'>, host: RunnerHost): Lanes | undefined =>
  BACKENDS[name].isProcessor ? host.lanes : undefined

export interface LaneSweep {
  readonly populations: readonly Population[]
  readonly backend: Pick<Backend, 'name' | 'limits'>
  readonly speed: DeviceSpeed | undefined
  /** Memory that a population takes while it trains. */
  bytes(population: Population): number
}

interface OpenLane {
  lane: Lane | undefined
  /** The most that it has held so far. */
  heldBytes: number
}

/** @throws StoppedError, LaneFailedError */
export async function runInLanes(
  sweep: LaneSweep,
  lanes: Lanes,
  clock: RunClock,
  control: SweepControl,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const open = new Set<OpenLane>()
  const take = createQueue(sweep, open)
  const reports = createReports(sweep, clock, emit)
  let over = false

  async function train(own: OpenLane, population: Population): Promise<ClosingEvent> {
    await control.whileRunning()
    if (over || control.signal.aborted) throw new StoppedError('stopped')
    const { backend, speed } = sweep
    reports.began(population)
    own.lane ??= lanes.open()
    // Whether the sweep is too large was asked of the whole.
    const request = { trials: reports.left(population), backend: backend.name, speed, force: true }
    return own.lane.run(request, (event) => {
      if (!over) reports.heard(own, population, event)
    })
  }

  async function runLane(own: OpenLane): Promise<void> {
    for (let population = take(own); population; population = take(own)) {
      own.heldBytes = Math.max(own.heldBytes, sweep.bytes(population))
      let end = await train(own, population)
      if (end.type === 'failed' && end.failure.kind === 'device-lost') {
        // Once: what takes a thread down twice would do so for ever.
        reports.lost(population)
        own.lane?.close()
        own.lane = undefined
        end = await train(own, population)
      }
      if (end.type !== 'finished') {
        // The others begin nothing more from here on.
        over = true
        throw end.type === 'failed' ? new LaneFailedError(end.failure) : new StoppedError('stopped')
      }
      if (!over) reports.finished(population)
    }
    own.lane?.close()
    open.delete(own)
  }

  const toEach = (act: (lane: Lane) => void) => {
    for (const { lane } of open) if (lane) act(lane)
  }
  const stop = () => toEach((lane) => lane.stop())
  const forgetPause = control.onPause((paused) => toEach((lane) => (paused ? lane.pause() : lane.resume())))
  control.signal.addEventListener('abort', stop)
  try {
    const count = Math.min(lanes.count, sweep.populations.length)
    for (let i = 0; i < count; i++) open.add({ lane: undefined, heldBytes: 0 })
    await Promise.all([...open].map(runLane))
  } finally {
    over = true
    control.signal.removeEventListener('abort', stop)
    forgetPause()
    toEach((lane) => lane.close())
  }
}

/** @returns what takes the longest population that fits beside what the other lanes hold; a lane that is alone takes any. */
function createQueue({ populations, backend, bytes }: LaneSweep, open: ReadonlySet<OpenLane>) {
  const { ragged, maxBytes } = backend.limits
  const waiting = populations.toSorted((a, b) => relativeCost(b, ragged) - relativeCost(a, ragged))
  return (own: OpenLane): Population | undefined => {
    const others = [...open].reduce((sum, lane) => sum + (lane === own ? 0 : lane.heldBytes), 0)
    const fits = (population: Population) =>
      open.size === 1 || others + Math.max(own.heldBytes, bytes(population)) <= maxBytes
    const index = waiting.findIndex(fits)
    return index === -1 ? undefined : waiting.splice(index, 1)[0]
  }
}

/** Merges the events of all lanes into those of one sweep. */
function createReports(
  { populations, backend }: LaneSweep,
  clock: RunClock,
  emit: (event: LabEvent) => void,
) {
  const progress = createProgress(populations, backend.limits.ragged, clock.now)
  const ended = new Set<string>()
  let lastReport = clock.now()
  let preparing: OpenLane | undefined

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
    /** Trials that have not ended: a lane that was lost may have finished some. */
    left: ({ trials }: Population) => trials.filter(({ key }) => !ended.has(key)),
    heard(own: OpenLane, population: Population, event: RunningEvent) {
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
          // Each lane prepares for itself, all of them alike: one is heard, and none once a population trains.
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
