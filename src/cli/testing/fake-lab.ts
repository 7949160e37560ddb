/** Workers and collectors of a test, in its own process: real queues, keys, bounds and files; training is made up. */
import { readFileSync } from 'node:fs'
import type { TrialRecord } from '@/core/results/result'
import type { Experiment } from '@/core/sweep/experiment'
import { PIECE_SIZES } from '@/core/sweep/pieces'
import { planSweep, type Sweep } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import capacity from '@/experiments/capacity/spec'
import type { LabEvent } from '@/runtime/protocol'
import { openResultsFile } from '../files/results-file'
import type { LabHost } from '../hosts/host'
import { collectSweep } from '../queue/collect-sweep'
import { jobsOf } from '../queue/jobs'
import { openBullQueue } from '../queue/redis/bull-queue'
import { connect } from '../queue/redis/connect'
import { queueSettings } from '../queue/settings'
import type { WorkQueue } from '../queue/work-queue'
import { work } from '../queue/worker'

export const HASTE = '20'
export const settings = queueSettings({ PLATEAU_QUEUE_HASTE: HASTE })

export function sweepOf(changes: Parameters<Experiment['plan']>[0]): Sweep {
  return planSweep(capacity, 'tiny', { ...capacity.presets[0].config, ...changes })
}

export async function openTestQueue(url: string, worker: string, notes: string[] = []) {
  const address = { url, shown: url, isOpen: false }
  const client = await connect(address, (text) => notes.push(text))
  return openBullQueue({ client, settings, worker, note: (text) => notes.push(text) })
}

export interface Running<Result> {
  /** What it said. */
  readonly notes: string[]
  stop(): void
  readonly ended: Promise<Result>
}

type Host = Pick<LabHost, 'run'>

/** Says of each trial what a training would, after a moment. */
export function fakeHost(
  ms = 0,
  eventOf: (trial: Trial) => LabEvent = finished,
): Host & { trained: string[] } {
  const trained: string[] = []
  return {
    trained,
    async run({ trials }, signal, emit) {
      for (const trial of trials) {
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
        if (signal.aborted) return emit({ type: 'stopped' })
        const event = eventOf(trial)
        emit(event)
        if (event.type === 'failed') return
        trained.push(trial.key)
      }
      emit({ type: 'finished', elapsedMs: 0 })
    },
  }
}

export const finished = (trial: Trial): LabEvent => ({ type: 'trial-finished', record: recordOf(trial) })

/** One that the bounds let through, for a trial of any size. */
export const recordOf = (trial: Trial): TrialRecord =>
  exampleRecord(trial, { memorizedBits: trial.datasetSize })

interface WorkerOptions {
  /** To reach the server by another way. */
  readonly url?: string
  readonly name?: string
  /** What the worker makes of its queue. */
  readonly seenAs?: (queue: WorkQueue) => WorkQueue
}

export function startWorker(
  server: string,
  host: Host,
  { url = server, name = 'box', seenAs = (queue) => queue }: WorkerOptions = {},
): Running<void> {
  const notes: string[] = []
  const stopping = new AbortController()
  const run = async () => {
    const queue = await openTestQueue(url, name, notes)
    const sizes = PIECE_SIZES.toReversed()
    const note = (text: string) => void notes.push(text)
    const device = { host, backend: 'wasm', speed: undefined, sizes } as const
    const options = { queue: seenAs(queue), ...device, settings, note }
    try {
      await work({ ...options, onProgress: () => undefined }, stopping.signal)
    } finally {
      await queue.close()
    }
  }
  return { notes, stop: () => stopping.abort(), ended: run() }
}

export function startCollector(url: string, sweep: Sweep, path: string): Running<number> {
  const notes: string[] = []
  const stopping = new AbortController()
  const line = (text: string) => void notes.push(text)
  const display = { update: () => undefined, show: () => undefined, line, end: () => undefined }
  const run = async () => {
    const queue = await openTestQueue(url, 'collector', notes)
    const file = openResultsFile(path, { resume: true, note: line })
    const records = new Map(file.records.map((record) => [record.trialKey, record]))
    try {
      const options = { sweep, jobs: jobsOf(capacity, sweep), records, file, display, settings }
      return await collectSweep(queue, options, stopping.signal)
    } finally {
      file.close()
      await queue.close()
    }
  }
  return { notes, stop: () => stopping.abort(), ended: run() }
}

/** Keys in a file of results, as often as they are there. */
export const keysIn = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as TrialRecord).trialKey)
    .toSorted()

export const keysOf = ({ trials }: Sweep): string[] => trials.map(({ key }) => key).toSorted()
