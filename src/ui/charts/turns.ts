/**
 * Charts are redrawn one in a task: a record changes all of them at once, and together they would keep the page from answering for
 * longer than a visitor notices. Whoever waits is told once, with whatever is newest by then.
 */
import { useCallback, useContext, useSyncExternalStore } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import { SightContext } from './sight'

export interface Turns {
  /** Calls back in a task of its own, after those that wait already; one that waits keeps its place. */
  readonly wait: (callback: () => void) => void
  readonly leave: (callback: () => void) => void
}

/** @param nextTask calls back once, in a later task. */
export function createTurns(nextTask: (callback: () => void) => void): Turns {
  const waiting = new Set<() => void>()
  let scheduled = false
  const schedule = () => {
    if (scheduled || waiting.size === 0) return
    scheduled = true
    nextTask(() => {
      scheduled = false
      const [first] = waiting
      if (!first) return
      waiting.delete(first)
      try {
        first()
      } finally {
        schedule()
      }
    })
  }
  return {
    wait(callback) {
      waiting.add(callback)
      schedule()
    },
    leave: (callback) => waiting.delete(callback),
  }
}

const turns = createTurns((callback) => setTimeout(callback))

/** As zustand's `useStore`, but the component learns of a change in its turn, and only in sight. `select` must hand back the same for the same. */
export function useInTurn<S, T>(
  store: Pick<StoreApi<S>, 'getState' | 'subscribe'>,
  select: (state: S) => T,
): T {
  const sight = useContext(SightContext)
  const subscribe = useCallback(
    (changed: () => void) => {
      const unsubscribe = store.subscribe(() =>
        sight.isSeen() ? turns.wait(changed) : sight.catchUp(changed),
      )
      return () => {
        unsubscribe()
        turns.leave(changed)
        sight.leave(changed)
      }
    },
    [store, sight],
  )
  return useSyncExternalStore(subscribe, () => select(store.getState()))
}
