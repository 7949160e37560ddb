/**
 * What the lab asks of a queue. Truth is the plan and the results file: whatever stands in a queue may be lost, and is published again from
 * these. Delivery is at least once.
 */
import type { PieceSize } from '@/core/sweep/pieces'

/** What crosses the wire to a worker: never code, and both parts are read with distrust. */
export interface Job {
  /** A permalink. */
  readonly config: string
  /** Keys of the trials of that config that are to be trained. */
  readonly keys: readonly string[]
}

export interface PublishedJob extends Job {
  /** The same for the same trials of the same sweep: a job is not in the queue twice. */
  readonly id: string
  readonly size: PieceSize
}

/** A job that this process has, as long as it renews its lease. */
export interface Lease {
  readonly size: PieceSize
  /** As it came: it may be anything. */
  readonly data: unknown
  /** Aborted where the job belongs to somebody else by now, or to nobody. */
  readonly lost: AbortSignal
  /** Leaves only these trials in the job: what is finished is not trained again, whoever goes on with it. */
  leave(keys: readonly string[]): Promise<void>
  /** The four ends of a lease. They do nothing where it was lost. */
  done(): Promise<void>
  /** The job is tried again after a while, elsewhere or here; after its last attempt it is a dead letter. */
  fail(reason: string): Promise<void>
  /** It is a dead letter at once. */
  bury(reason: string): Promise<void>
  /** It is handed out again, and this was no attempt. */
  giveBack(afterMs?: number): Promise<void>
}

/** What a worker says of one trial: a record, or why there is none. It may be anything until it is read. */
export type Outcome = { readonly record: unknown } | { readonly failed: string }

export interface Delivery {
  readonly trialKey: string
  readonly outcome: unknown
}

export interface Collection {
  /** Deliveries that wait, or are being written. */
  waiting(): Promise<number>
  /** Ends after the last group is on the disk. */
  close(): Promise<void>
}

export type JobState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  | { readonly kind: 'dead'; readonly reason: string }

export interface QueueCounts {
  readonly waiting: Readonly<Record<PieceSize, number>>
  /** Of those that wait, how many for their next attempt. */
  readonly delayed: number
  readonly active: readonly ListedJob[]
  readonly dead: readonly (ListedJob & { readonly reason: string })[]
  readonly records: number
}

export interface ListedJob {
  readonly worker: string
  readonly size: PieceSize
  readonly data: unknown
  /** When it was handed out, ms since 1970. */
  readonly since: number
}

export interface WorkQueue {
  /** Adds what is not there yet, in this order. */
  publish(jobs: readonly PublishedJob[]): Promise<void>
  /** @param sizes those that are taken, the first first. */
  take(sizes: readonly PieceSize[]): Promise<Lease | undefined>
  /** @param sweepId of the sweep that it belongs to. Once for a trial, as long as it is not collected. */
  record(sweepId: string, trialKey: string, outcome: Outcome): Promise<void>
  /**
   * @param keep puts a group on the disk: then it is acknowledged. Where it throws, the group stays in the queue, and nothing more is handed over.
   */
  collect(sweepId: string, keep: (group: readonly Delivery[]) => void): Promise<Collection>
  counts(): Promise<QueueCounts>

  states(jobs: readonly PublishedJob[]): Promise<JobState[]>
  /** Takes out what is left of a sweep that is whole, but for jobs that somebody works at. */
  forget(sweepId: string, jobs: readonly PublishedJob[]): Promise<void>
  /** @returns what gives the right back; undefined where somebody else collects this sweep. @param onLost when somebody has taken it. */
  collectAlone(sweepId: string, onLost: () => void): Promise<(() => Promise<void>) | undefined>
  /** Dead letters wait again. @returns how many. */
  retry(): Promise<number>
  /** Empties the queue. */
  clear(): Promise<void>
  close(): Promise<void>
}
