/** Keeps a run polite: reports at most ten times a second, and lets messages in often enough that a click acts at once. */
import type { RunnerHost, SweepControl } from './host'

const REPORT_INTERVAL_MS = 100
const BREATH_INTERVAL_MS = 16

export class StoppedError extends Error {
  override readonly name = 'StoppedError'
}

export interface Pacer {
  reportIsDue(): boolean
  breathe(): Promise<void>
  /** Milliseconds spent paused so far: no part of any speed. */
  pausedMs(): number
}

export function createPacer(host: RunnerHost, control: SweepControl): Pacer {
  let lastReport = host.now()
  let lastBreath = host.now()
  let pausedMs = 0
  return {
    reportIsDue() {
      if (host.now() - lastReport < REPORT_INTERVAL_MS) return false
      lastReport = host.now()
      return true
    },
    async breathe() {
      if (host.now() - lastBreath < BREATH_INTERVAL_MS) return
      await nextTask()
      if (control.signal.aborted) throw new StoppedError('stopped')
      const before = host.now()
      await control.whileRunning()
      if (control.signal.aborted) throw new StoppedError('stopped')
      lastBreath = host.now()
      pausedMs += lastBreath - before
    },
    pausedMs: () => pausedMs,
  }
}

/** A turn of the event loop. A message, not a timer: timers are held back to 4 ms, and to a second in a tab in the background. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
