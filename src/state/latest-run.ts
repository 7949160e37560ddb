/**
 * Trains what was asked for last: a run that is under way is stopped and forgotten, and whatever was asked for in between is never begun.
 */
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent, RunRequest } from '@/runtime/protocol'

export interface LatestRun {
  train(request: RunRequest): void
  isRunning(): boolean
}

/** @param hear what the latest run says; nothing of those that it interrupted. */
export function createLatestRun(
  lab: Pick<LabConnection, 'run' | 'stop'>,
  hear: (event: LabEvent) => void,
): LatestRun {
  /** Asked for, and not yet begun. */
  let wanted: RunRequest | undefined
  let running = false

  async function runWanted(): Promise<void> {
    running = true
    while (wanted) {
      const own = wanted
      wanted = undefined
      await lab.run(own, (event) => {
        if (!wanted) hear(event)
      })
    }
    running = false
  }

  return {
    train(request) {
      wanted = request
      if (running) lab.stop()
      else void runWanted()
    },
    isRunning: () => running,
  }
}
