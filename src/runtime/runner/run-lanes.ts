/**
 * Populations trained side by side, each whole in one thread: trials are independent, so no bit of any record depends on it. Longest first,
 * so that no lane is left with a long one at the end (Graham 1969). A wasm heap never shrinks, so a lane counts with the most that it has
 * held; one that finds nothing that still fits into the device's memory leaves.
 */
import type { Population } from '@/core/sweep/populations'
import type { Backend } from '@/engine/devices/backend'
import type { LabEvent, LabFailure, RunRequest } from '../protocol'
import type { Lane, Lanes, RunnerHost, SweepControl } from './host'
import { createLaneProgress } from './lane-progress'
import { StoppedError } from './pacing'
import { relativeCost } from './speedometer'

const REPORT_INTERVAL_MS = 100

type ClosingEvent = Extract<LabEvent, { type: 'finished' | 'stopped' | 'failed' }>

/** What a lane failed with ends the sweep. */
export class LaneFailedError extends Error {
  override readonly name = 'LaneFailedError'
  constructor(readonly failure: LabFailure) {
    super(failure.message)
  }
}

/** The host's lanes, where threads help: a GPU is one device, which one thread keeps busy. */
export const lanesFor = ({ name }: Pick<Backend, 'name'>, host: RunnerHost): Lanes | undefined =>
  name === 'wasm' || name === 'cpu' ? host.lanes : undefined

export interface LaneSweep {
  readonly request: RunRequest
  /** Of every trial that the request plans. */
  readonly keys: readonly string[]
  readonly populations: readonly Population[]
  readonly backend: Pick<Backend, 'name' | 'limits'>
  /** Memory that a population takes while it trains. */
  bytes(population: Population): number
}

/** @throws StoppedError, LaneFailedError */
export async function runInLanes(
  sweep: LaneSweep,
  lanes: Lanes,
  host: RunnerHost,
  control: SweepControl,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const { request, keys, populations, backend, bytes } = sweep
  const { ragged, maxBytes } = backend.limits
  const waiting = populations.toSorted((a, b) => relativeCost(b, ragged) - relativeCost(a, ragged))
  const open = new Set<OpenLane>()
  const clock = createClock(host, control)
  const progress = createLaneProgress(populations, ragged, clock.now)
  const ended = new Set<string>()
  let lastReport = clock.now()
  let over = false
  let preparing: OpenLane | undefined

  const report = () => {
    const event = progress.event()
    if (event && !over) emit(event)
    lastReport = clock.now()
  }

  /** The longest population that fits beside what the other lanes hold; a lane that is alone takes any. */
  function take(own: OpenLane): Population | undefined {
    const others = [...open].reduce((sum, lane) => sum + (lane === own ? 0 : lane.heldBytes), 0)
    const fits = (population: Population) =>
      open.size === 1 || others + Math.max(own.heldBytes, bytes(population)) <= maxBytes
    const index = waiting.findIndex(fits)
    return index === -1 ? undefined : waiting.splice(index, 1)[0]
  }

  async function train(own: OpenLane, population: Population): Promise<ClosingEvent> {
    await control.whileRunning()
    if (over || control.signal.aborted) throw new StoppedError('stopped')
    const left = new Set(population.trials.flatMap(({ key }) => (ended.has(key) ? [] : [key])))
    progress.began(population)
    own.lane ??= lanes.open()
    return runToEnd(
      own.lane,
      { ...request, backend: backend.name, finished: keys.filter((key) => !left.has(key)) },
      (event) => {
        switch (event.type) {
          // Said already, of the whole sweep.
          case 'opened':
          case 'planned':
            return
          case 'progress':
            progress.reported(population, event)
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
    )
  }

  async function runLane(own: OpenLane): Promise<void> {
    for (let population = take(own); population; population = take(own)) {
      own.heldBytes = Math.max(own.heldBytes, bytes(population))
      let end = await train(own, population)
      if (end.type === 'failed' && end.failure.kind === 'device-lost') {
        // Once: what takes a thread down twice would do so for ever.
        progress.lost(population)
        own.lane?.close()
        own.lane = undefined
        end = await train(own, population)
      }
      if (end.type !== 'finished') {
        // The others begin nothing more from here on.
        over = true
        throw end.type === 'failed' ? new LaneFailedError(end.failure) : new StoppedError('stopped')
      }
      report()
      progress.finished(population)
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
    const count = Math.min(lanes.count, populations.length)
    for (let i = 0; i < count; i++) open.add({ lane: undefined, heldBytes: 0 })
    await Promise.all([...open].map(runLane))
  } finally {
    over = true
    control.signal.removeEventListener('abort', stop)
    forgetPause()
    clock.stop()
    toEach((lane) => lane.close())
  }
}

interface OpenLane {
  lane: Lane | undefined
  /** The most that it has held so far. */
  heldBytes: number
}

async function runToEnd(
  lane: Lane,
  request: RunRequest,
  emit: (event: Exclude<LabEvent, ClosingEvent>) => void,
): Promise<ClosingEvent> {
  let end: ClosingEvent = { type: 'stopped' }
  await lane.run(request, (event) => {
    if (event.type === 'finished' || event.type === 'stopped' || event.type === 'failed') end = event
    else emit(event)
  })
  return end
}

/** Milliseconds without pauses. */
function createClock(host: RunnerHost, control: SweepControl) {
  let pausedMs = 0
  let pausedAt: number | undefined
  const stop = control.onPause((paused) => {
    if (paused) pausedAt = host.now()
    else if (pausedAt !== undefined) {
      pausedMs += host.now() - pausedAt
      pausedAt = undefined
    }
  })
  return { now: () => (pausedAt ?? host.now()) - pausedMs, stop }
}
