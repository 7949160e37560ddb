/** The exhibit of the experiment on show, loaded where it is not there yet, and kept up to date while the component is on the page. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { loadExhibit } from '@/core/figures/exhibits'
import { renderQueue } from '../charts/render-queue'
import { useLab } from '../lab-context'
import { createFigureFeed, type ExhibitionStore } from './figure-feed'

/** @param experiment the one on show when the component came onto the page: for another one it is made anew. */
export function useExhibition(experiment: string): ExhibitionStore {
  const { config, results, run } = useLab()
  const [{ store, connect, update }] = useState(() =>
    createFigureFeed({ config, results, run, queue: renderQueue, now: () => performance.now() }),
  )
  useEffect(() => connect(), [connect])
  useEffect(() => {
    // Whether it can be loaded is said where the figures would stand.
    loadExhibit(experiment).then(update, () => undefined)
  }, [experiment, update])
  useEffect(() => {
    // The page is printed as it stands when this returns.
    const beforePrint = () => flushSync(update)
    addEventListener('beforeprint', beforePrint)
    return () => removeEventListener('beforeprint', beforePrint)
  }, [update])
  return store
}
