/** The server's own idle lane: it trains doubtful records again, one at a time, on a thread of its own. */
import { nodePool } from '@/cli/hosts/node-pool'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import type { Classroom } from './classroom'

export interface Lane {
  /** @returns undefined where the trial has no result. @throws Error where it could not be trained here, whatever it would come to. */
  train(trial: Trial): Promise<TrialRecord | undefined>
  close(): void
}

/** The processor's kernels: what they come to is the same in every browser. */
export function openLane(): Lane {
  let thread: ReturnType<typeof nodePool.open> | undefined
  return {
    async train(trial) {
      thread ??= nodePool.open()
      let record: TrialRecord | undefined
      const end = await thread.run({ trials: [trial], backend: 'wasm', tune: false }, (event) => {
        if (event.type === 'trial-finished') record = event.record
      })
      if (end.type === 'finished') return record
      thread.close()
      thread = undefined
      throw new Error(end.type === 'failed' ? end.failure.message : 'the training was stopped')
    },
    close: () => thread?.close(),
  }
}

interface Reruns {
  /** Looks whether there is something to do. */
  wake(): void
  close(): Promise<void>
}

/** @param changed is called after each. */
export function createReruns(
  room: Pick<Classroom, 'nextDoubt' | 'settle'>,
  lane: Lane,
  changed: () => void,
): Reruns {
  let working: Promise<void> | undefined
  let isClosed = false

  async function work(): Promise<void> {
    for (let trial = room.nextDoubt(); trial && !isClosed; trial = room.nextDoubt()) {
      const own = await lane.train(trial)
      if (isClosed) return
      room.settle(trial, own)
      changed()
    }
  }

  return {
    wake() {
      if (isClosed || working || !room.nextDoubt()) return
      // Where it cannot be trained now, the doubt stays, and the next call tries again.
      working = work()
        .catch(() => undefined)
        .finally(() => {
          working = undefined
        })
    },
    async close() {
      isClosed = true
      lane.close()
      await working
    },
  }
}
