/**
 * The queue by BullMQ on Redis or Valkey: one queue for each size of job, which all sweeps share, and one for the records of each sweep. Their
 * names carry the versions of recipe and record, so that workers of another version never see them.
 */
import { randomUUID } from 'node:crypto'
import { type Job as BullJob, Queue, UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { RECIPE } from '@/core/model/recipe'
import { RESULT_SCHEMA_VERSION } from '@/core/results/result'
import { PIECE_SIZES, type PieceSize } from '@/core/sweep/pieces'
import type { Note } from '../../hosts/host'
import type { QueueSettings } from '../settings'
import { GOODBYE_MS, within } from '../within'
import type { JobState, ListedJob, PublishedJob, QueueCounts, WorkQueue } from '../work-queue'
import { holdLease } from './bull-lease'
import { createCollection } from './bull-records'
import { holdLock } from './collector-lock'
import { createPatience } from './patience'

export const PREFIX = `plateau-r${RECIPE.version}-s${RESULT_SCHEMA_VERSION}`
const RECORDS = 'records-'
/** Jobs that are sent in one go. */
const BATCH = 200

type Sized<T> = Readonly<Record<PieceSize, T>>

const bySize = <T>(make: (size: PieceSize) => T): Sized<T> => ({
  small: make('small'),
  middle: make('middle'),
  large: make('large'),
})

interface Connection {
  readonly client: Redis
  readonly settings: QueueSettings
  /** Names this process to people. */
  readonly worker: string
  readonly note: Note
}

/** It closes the client with itself. */
export function openBullQueue({ client, settings, worker, note }: Connection): WorkQueue {
  const patient = createPatience(settings.askMs, note)
  const base = { connection: client, prefix: PREFIX, skipVersionCheck: true }
  const openQueue = (name: string): Queue => {
    const queue = new Queue(name, { ...base, streams: { events: { maxLen: 100 } } })
    // The connection tells of itself.
    queue.on('error', () => undefined)
    return queue
  }
  const queues = bySize(openQueue)
  const records = new Map<string, Queue>()
  const recordsOf = (sweepId: string): Queue => {
    const queue = records.get(sweepId) ?? openQueue(`${RECORDS}${sweepId}`)
    records.set(sweepId, queue)
    return queue
  }
  const takers = createTakers(base, settings, worker)

  const closeAll = async () => {
    const open = [...Object.values(queues), ...records.values()]
    await within(GOODBYE_MS, Promise.all([takers.close(), ...open.map((queue) => queue.close())]))
    client.disconnect()
  }

  return {
    async publish(jobs) {
      const { attempts, backOffMs } = settings
      const backoff = { type: 'exponential', delay: backOffMs, jitter: 0.5 }
      for (const size of PIECE_SIZES) {
        const own = jobs.filter((job) => job.size === size)
        for (let from = 0; from < own.length; from += BATCH) {
          const batch = own.slice(from, from + BATCH).map(({ id, config, keys }) => ({
            name: 'job',
            data: { config, keys },
            opts: { jobId: id, removeOnComplete: true, attempts, backoff },
          }))
          await patient(() => queues[size].addBulk(batch))
        }
      }
    },
    async take(sizes) {
      for (const size of sizes) {
        const token = randomUUID()
        const job = await takers.next(size, token)
        if (job) return holdLease(job, size, token, worker, settings, patient)
      }
      return undefined
    },
    async record(sweepId, trialKey, outcome) {
      // A record that fails to be read is thrown away, so that the next one of its trial is taken.
      const opts = { jobId: trialKey, removeOnComplete: true, removeOnFail: true }
      await patient(() => recordsOf(sweepId).add('record', outcome, opts))
    },
    collect: (sweepId, keep) => Promise.resolve(createCollection(recordsOf(sweepId), base, settings, keep)),
    counts: () => countAll(client, queues),
    states: (jobs) => statesOf(client, queues, jobs),
    async forget(sweepId, jobs) {
      // One that somebody works at is locked, and stays. All records are in the file: others of the same trials are none too many.
      await Promise.all(jobs.map(({ id, size }) => queues[size].remove(id).catch(() => 0)))
      await recordsOf(sweepId)
        .obliterate({ force: true })
        .catch(() => undefined)
    },
    collectAlone(sweepId, onLost) {
      const seconds = Math.ceil(settings.leaseMs / 1000)
      const onWait = () =>
        note(`Another collector had this sweep: it has ${seconds} s to show that it is alive`)
      const key = `${PREFIX}:collector:${sweepId}`
      return holdLock(client, key, settings.leaseMs, patient, { onWait, onLost })
    },
    async retry() {
      const dead = (await Promise.all(PIECE_SIZES.map((size) => jobsIn(queues[size], 'failed')))).flat()
      await Promise.all(dead.map((job) => patient(() => job.retry('failed', { resetAttemptsMade: true }))))
      return dead.length
    },
    async clear() {
      const all = [...Object.values(queues), ...(await sweepsWithRecords(client)).map(recordsOf)]
      for (const queue of all) await queue.obliterate({ force: true })
    },
    close: closeAll,
  }
}

/** What fetches jobs, by size: opened where somebody takes some, because each holds a connection of its own. */
function createTakers(
  base: { readonly connection: Redis; readonly prefix: string; readonly skipVersionCheck: boolean },
  { leaseMs, stalledCheckMs, mostStalls }: QueueSettings,
  name: string,
) {
  const open = new Map<PieceSize, Worker>()
  const taker = (size: PieceSize): Worker => {
    const known = open.get(size)
    if (known) return known
    const made = new Worker(size, null, {
      ...base,
      name,
      autorun: false,
      lockDuration: leaseMs,
      stalledInterval: stalledCheckMs,
      maxStalledCount: mostStalls,
    })
    made.on('error', () => undefined)
    // Not started by itself where jobs are fetched by hand.
    void made.startStalledCheckTimer()
    open.set(size, made)
    return made
  }
  return {
    async next(size: PieceSize, token: string): Promise<BullJob | undefined> {
      for (;;) {
        const job: BullJob | undefined = await taker(size).getNextJob(token, { block: false })
        // What its workers did not survive comes once more, to be buried.
        if (job?.deferredFailure === undefined) return job
        const error = new UnrecoverableError(job.deferredFailure)
        error.stack = error.message
        await job.moveToFailed(error, token, false)
      }
    },
    close: () => Promise.all([...open.values()].map((worker) => worker.close(true))),
  }
}

/** @returns ids of sweeps that have, or had, records in the queue. */
async function sweepsWithRecords(client: Redis): Promise<string[]> {
  const start = `${PREFIX}:${RECORDS}`
  const ids = new Set<string>()
  for await (const keys of client.scanStream({ match: `${start}*`, count: 1000 }))
    for (const key of keys as string[]) ids.add(key.slice(start.length).split(':')[0]!)
  return [...ids]
}

async function countAll(client: Redis, queues: Sized<Queue>): Promise<QueueCounts> {
  const waiting: Record<PieceSize, number> = { small: 0, middle: 0, large: 0 }
  let delayed = 0
  const active: ListedJob[] = []
  const dead: (ListedJob & { reason: string })[] = []
  for (const size of PIECE_SIZES) {
    const queue = queues[size]
    const counts = await queue.getJobCounts('wait', 'delayed')
    delayed += counts.delayed ?? 0
    waiting[size] = (counts.wait ?? 0) + (counts.delayed ?? 0)
    active.push(...(await jobsIn(queue, 'active')).map((job) => listed(job, size)))
    const failed = await jobsIn(queue, 'failed')
    dead.push(...failed.map((job) => ({ ...listed(job, size), reason: job.failedReason })))
  }
  let records = 0
  for (const sweepId of await sweepsWithRecords(client))
    records += await client.llen(`${PREFIX}:${RECORDS}${sweepId}:wait`)
  return { waiting, delayed, active, dead, records }
}

/** One that cannot be read, because somebody wrote it by hand, hides no other. */
async function jobsIn(queue: Queue, state: 'active' | 'failed'): Promise<BullJob[]> {
  const ids = await queue.getRanges([state], 0, -1)
  const jobs = await Promise.all(ids.map((id) => queue.getJob(id).catch(() => undefined)))
  return jobs.filter((job) => job !== undefined)
}

const listed = ({ processedBy = '', data, processedOn = 0 }: BullJob, size: PieceSize): ListedJob => ({
  worker: processedBy,
  size,
  data,
  since: processedOn,
})

async function statesOf(
  client: Redis,
  queues: Sized<Queue>,
  jobs: readonly PublishedJob[],
): Promise<JobState[]> {
  const pipeline = client.pipeline()
  for (const { id, size } of jobs) {
    pipeline.exists(queues[size].toKey(id))
    pipeline.zscore(queues[size].toKey('failed'), id)
    pipeline.hget(queues[size].toKey(id), 'failedReason')
  }
  const replies = (await pipeline.exec()) ?? []
  return jobs.map((_, i): JobState => {
    const [exists, score, reason] = replies.slice(3 * i, 3 * i + 3).map(([error, reply]) => {
      if (error) throw error
      return reply
    })
    if (exists !== 1) return { kind: 'absent' }
    return score === null ? { kind: 'present' } : { kind: 'dead', reason: String(reason ?? '') }
  })
}
