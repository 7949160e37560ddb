/**
 * Keeps the screen awake while a sweep runs: a device that sleeps stops training. Browsers without the Screen Wake Lock API, or that
 * refuse it (low battery), go on without.
 */

interface WakeLock {
  release(): Promise<void>
}

export interface WakeLockServices {
  /** Undefined where the browser has no wake locks. Rejects where it refuses one. */
  readonly request: (() => Promise<WakeLock>) | undefined
  /** Calls back whenever the page becomes visible: a hidden page has lost its lock. */
  readonly onVisible: (callback: () => void) => void
}

/** @returns a function that takes whether the screen is to stay awake; it may be called again with the same answer. */
export function createScreenWake({ request, onVisible }: WakeLockServices): (awake: boolean) => void {
  let wanted = false
  let held: Promise<WakeLock | undefined> | undefined
  const acquire = () => {
    held = request?.().catch(() => undefined)
  }
  onVisible(() => {
    if (wanted) acquire()
  })
  return (awake) => {
    if (awake === wanted) return
    wanted = awake
    if (awake) acquire()
    else void held?.then((lock) => lock?.release())
  }
}
