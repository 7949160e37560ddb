/** Pause, resume and stop for one run. */
import type { SweepControl } from './host'

export interface RunControl extends SweepControl {
  pause(): void
  resume(): void
  /** Stops the run; a paused one too. */
  stop(): void
}

export function createRunControl(): RunControl {
  const abort = new AbortController()
  const listeners = new Set<(paused: boolean) => void>()
  let gate: Promise<void> | undefined
  let open: () => void = () => undefined
  const tell = (paused: boolean) => {
    for (const listener of listeners) listener(paused)
  }
  const resume = () => {
    if (!gate) return
    gate = undefined
    open()
    tell(false)
  }
  return {
    signal: abort.signal,
    whileRunning: () => gate ?? Promise.resolve(),
    onPause(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    pause() {
      if (gate) return
      gate = new Promise((resolve) => {
        open = resolve
      })
      tell(true)
    },
    resume,
    stop() {
      abort.abort()
      resume()
    },
  }
}
