/** Keeps a run polite: reports at most ten times a second, and lets messages in often enough that a click acts at once. */
import { raceAbort } from '@/engine/async/race-abort'
import { yieldToEvents } from '@/engine/async/yield-to-events'
import type { RunnerHost, SweepControl } from './host'

export const REPORT_INTERVAL_MS = 100
const YIELD_INTERVAL_MS = 16

export class StoppedError extends Error {
  override readonly name = 'StoppedError'
}

export interface Pacer {
  reportIsDue(): boolean
  /** Lets messages in now and then; waits while paused. @throws StoppedError, always before anything more is begun */
  yieldToEvents(): Promise<void>
  /** @throws StoppedError as soon as the run is stopped, however long the result takes */
  raceStop<T>(result: Promise<T>): Promise<T>
}

export function createPacer(host: RunnerHost, control: SweepControl): Pacer {
  // The first step is reported at once: somebody waits for it.
  let lastReport = Number.NEGATIVE_INFINITY
  let lastYield = host.now()
  const { signal } = control
  const throwIfStopped = () => {
    if (signal.aborted) throw new StoppedError('stopped')
  }
  return {
    reportIsDue() {
      if (host.now() - lastReport < REPORT_INTERVAL_MS) return false
      lastReport = host.now()
      return true
    },
    async yieldToEvents() {
      if (host.now() - lastYield >= YIELD_INTERVAL_MS) {
        await yieldToEvents()
        lastYield = host.now()
      }
      throwIfStopped()
      await control.whileRunning()
      throwIfStopped()
    },
    raceStop: (result) =>
      raceAbort(result, signal).catch((error: unknown) => {
        throwIfStopped()
        throw error
      }),
  }
}
