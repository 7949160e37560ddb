/** The exhibit of the experiment on show: its figures as they come, by their names. */
import { useEffect, useMemo, useState } from 'react'
import { configStore, resultsStore, runStore } from '@/state/services'
import { useInTurn } from '../charts/turns'
import { createFigureFeed, type FigureStore } from './figure-feed'

const later = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

const newFeed = () =>
  createFigureFeed({
    config: configStore,
    results: resultsStore,
    run: runStore,
    now: () => performance.now(),
    later,
  })

export function useExhibit(): { readonly store: FigureStore; readonly ids: readonly string[] } {
  const [{ store, connect }] = useState(newFeed)
  useEffect(() => connect(), [connect])
  return { store, ids: useIds(store) }
}

/** Changes only where a figure comes or goes. */
function useIds(store: FigureStore): readonly string[] {
  const key = useInTurn(store, ({ current }) => JSON.stringify(current.map(({ id }) => id)))
  return useMemo((): readonly string[] => JSON.parse(key), [key])
}
