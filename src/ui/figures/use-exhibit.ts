/** The exhibit of the experiment on show: its figures as they come, and the frames that they are drawn in. */
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { configStore, resultsStore, runStore } from '@/state/services'
import { createFigureFeed, type FigureStore } from './figure-feed'
import { type FigureFrame, figureFrame } from './figure-frame'

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

export function useExhibit(): { readonly store: FigureStore; readonly frames: readonly FigureFrame[] } {
  const [{ store, connect }] = useState(newFeed)
  useEffect(() => connect(), [connect])
  return { store, frames: useFrames(store) }
}

/** Changes only where a title, a caption or an axis does. */
function useFrames(store: FigureStore): readonly FigureFrame[] {
  const key = useStore(store, ({ current }) => JSON.stringify(current.map(figureFrame)))
  return useMemo((): readonly FigureFrame[] => JSON.parse(key), [key])
}
