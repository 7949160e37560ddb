/** The time of a run: milliseconds without pauses, which no jump of the host's clock turns back. */
import type { RunnerHost, SweepControl } from './host'

export interface RunClock {
  /** Never falls. */
  now(): number
  /** Stops listening for pauses. */
  dispose(): void
}

export function createRunClock(
  host: Pick<RunnerHost, 'now'>,
  control: Pick<SweepControl, 'onPause'>,
): RunClock {
  let elapsed = 0
  let last = host.now()
  let paused = false
  const advance = () => {
    const now = host.now()
    if (!paused) elapsed += Math.max(0, now - last)
    last = now
  }
  const dispose = control.onPause((begins) => {
    advance()
    paused = begins
  })
  return {
    now() {
      advance()
      return elapsed
    },
    dispose,
  }
}
