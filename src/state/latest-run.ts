/**
 * Trains what was asked for last: a run that is under way is stopped and forgotten, and whatever was asked for in between is never begun.
 */
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent, RunRequest } from '@/runtime/protocol'

export interface LatestRun {
  /** @param hear what this run says, until another is asked for. */
  train(request: RunRequest, hear: (event: LabEvent) => void): void
  isRunning(): boolean
}

export function createLatestRun(lab: Pick<LabConnection, 'run' | 'stop'>): LatestRun {
  /** Asked for, and not yet begun. */
  let wanted: { readonly request: RunRequest; readonly hear: (event: LabEvent) => void } | undefined
  let running = false

  async function runWanted(): Promise<void> {
    running = true
    while (wanted) {
      const { request, hear } = wanted
      wanted = undefined
      await lab.run(request, (event) => {
        if (!wanted) hear(event)
      })
    }
    running = false
  }

  return {
    train(request, hear) {
      wanted = { request, hear }
      if (running) lab.stop()
      else void runWanted()
    },
    isRunning: () => running,
  }
}
