/**
 * A chart that nobody can see is not redrawn: where the processor trains, it has better things to do. Coming into sight, it catches up at
 * once.
 */
import { createContext, type RefObject, useEffect, useState } from 'react'

export interface Sight {
  isSeen(): boolean
  /** Calls back once it is seen again; whoever asks twice is called once. */
  readonly catchUp: (callback: () => void) => void
  readonly leave: (callback: () => void) => void
  readonly see: (seen: boolean) => void
}

/** Seen, until it is told otherwise. */
export function createSight(): Sight {
  const missed = new Set<() => void>()
  let seen = true
  return {
    isSeen: () => seen,
    catchUp: (callback) => missed.add(callback),
    leave: (callback) => missed.delete(callback),
    see(now) {
      seen = now
      if (!seen) return
      const callbacks = [...missed]
      missed.clear()
      for (const callback of callbacks) callback()
    },
  }
}

/** Of the chart that a component is part of; outside of charts everything counts as seen. */
export const SightContext = createContext<Sight>(createSight())

/** Drawn a little before it is scrolled to. */
const MARGIN = '200px'

/** @param element what is looked at: the chart as a whole. */
export function useSight(element: RefObject<HTMLElement | null>): Sight {
  const [sight] = useState(createSight)
  useEffect(() => {
    if (!element.current) return
    const observer = new IntersectionObserver(
      (entries) => sight.see(entries.at(-1)?.isIntersecting ?? true),
      { rootMargin: MARGIN },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, sight])
  return sight
}
