/** Collects the worker's events, so that the page is updated at most once a frame. */
import type { LabEvent } from '../protocol'

export interface EventCoalescer {
  push(event: LabEvent): void
  /** Delivers now what still waits. */
  flush(): void
}

/** Collects events until the next frame: of several progress events the last one is delivered, of all other kinds every one, in order. */
export function coalesceEvents(
  deliver: (events: readonly LabEvent[]) => void,
  schedule: (flush: () => void) => void,
): EventCoalescer {
  let waiting: LabEvent[] = []
  let scheduled = false
  const flush = () => {
    scheduled = false
    const batch = waiting
    waiting = []
    if (batch.length > 0) deliver(batch)
  }
  return {
    push(event) {
      if (event.type === 'progress') waiting = waiting.filter(({ type }) => type !== 'progress')
      waiting.push(event)
      if (scheduled) return
      scheduled = true
      schedule(flush)
    },
    flush,
  }
}

/** Calls back before the next paint; at once in a hidden tab, which does not paint but must still store what was finished. */
export function onNextFrame(callback: () => void): void {
  if (document.hidden) {
    queueMicrotask(callback)
    return
  }
  const once = () => {
    cancelAnimationFrame(frame)
    document.removeEventListener('visibilitychange', once)
    callback()
  }
  const frame = requestAnimationFrame(once)
  document.addEventListener('visibilitychange', once)
}
