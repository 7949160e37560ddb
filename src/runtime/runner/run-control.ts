/** Pause, resume and stop for one run. */
import type { SweepControl } from './host'

export interface RunControl extends SweepControl {
  pause(): void
  resume(): void
  /** Also ends a pause. */
  stop(): void
}

export function createRunControl(): RunControl {
  const abort = new AbortController()
  let gate: Promise<void> | undefined
  let open: () => void = () => undefined
  const resume = () => {
    gate = undefined
    open()
  }
  return {
    signal: abort.signal,
    whileRunning: () => gate ?? Promise.resolve(),
    pause() {
      gate ??= new Promise((resolve) => {
        open = resolve
      })
    },
    resume,
    stop() {
      abort.abort()
      resume()
    },
  }
}
