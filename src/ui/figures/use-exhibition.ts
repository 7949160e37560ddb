/** The exhibit of the experiment on show, kept up to date while the component is on the page. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { configStore, resultsStore, runStore } from '@/state/services'
import { renderQueue } from '../charts/render-queue'
import { createFigureFeed, type ExhibitionStore } from './figure-feed'

const newFeed = () =>
  createFigureFeed({
    config: configStore,
    results: resultsStore,
    run: runStore,
    queue: renderQueue,
    now: () => performance.now(),
  })

export function useExhibition(): ExhibitionStore {
  const [{ store, connect, update }] = useState(newFeed)
  useEffect(() => connect(), [connect])
  useEffect(() => {
    // The page is printed as it stands when this returns.
    const beforePrint = () => flushSync(update)
    addEventListener('beforeprint', beforePrint)
    return () => removeEventListener('beforeprint', beforePrint)
  }, [update])
  return store
}
