/** A job of BullMQ that was fetched by hand: its lease is renewed here, and ended in one of four ways. */
import { type Job, UnrecoverableError } from 'bullmq'
import type { PieceSize } from '@/core/sweep/pieces'
import type { QueueSettings } from '../settings'
import type { Lease } from '../work-queue'
import type { Patient } from './patience'

/** @param token by which the server knows who holds the job. @param worker named in reasons, for people. */
export function holdLease(
  job: Job,
  size: PieceSize,
  token: string,
  worker: string,
  { leaseMs }: QueueSettings,
  patient: Patient,
): Lease {
  const losing = new AbortController()
  const renewal = setInterval(() => {
    // What fails for another reason is tried again: whether the lease still stands, the server will say.
    job.extendLock(token, leaseMs).then(
      (isHeld) => {
        if (isHeld !== 1) lose()
      },
      () => undefined,
    )
  }, leaseMs / 2)
  const lose = () => {
    clearInterval(renewal)
    losing.abort()
  }
  const end = async (finish: () => Promise<unknown>): Promise<void> => {
    clearInterval(renewal)
    if (losing.signal.aborted) return
    try {
      await patient(finish)
    } catch (error) {
      if (!isLost(error)) throw error
      lose()
    }
  }
  const failed = (error: Error) => {
    // A stack names paths of this machine.
    error.stack = error.message
    return job.moveToFailed(error, token, false)
  }
  const named = (reason: string) => `${reason} (${worker})`
  return {
    size,
    data: job.data,
    lost: losing.signal,
    async leave(keys) {
      try {
        await patient(() => job.updateData({ ...job.data, keys }))
      } catch (error) {
        if (!isLost(error)) throw error
        lose()
      }
    },
    done: () => end(() => job.moveToCompleted(undefined, token, false)),
    fail: (reason) => end(() => failed(new Error(named(reason)))),
    bury: (reason) => end(() => failed(new UnrecoverableError(named(reason)))),
    giveBack: (afterMs) =>
      end(() =>
        afterMs === undefined ? job.moveToWait(token) : job.moveToDelayed(Date.now() + afterMs, token),
      ),
  }
}

/** BullMQ's codes for a job that is gone, or locked by nobody or by somebody else. */
const LOST = new Set<unknown>([-1, -2, -3, -6])

const isLost = (error: unknown): boolean => error instanceof Error && 'code' in error && LOST.has(error.code)
