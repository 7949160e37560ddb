/** The exhibit of the experiment on show, kept up to date while the component is on the page. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { renderQueue } from '../charts/render-queue'
import { useLab } from '../lab-context'
import { createFigureFeed, type ExhibitionStore } from './figure-feed'

export function useExhibition(): ExhibitionStore {
  const { config, results, run } = useLab()
  const [{ store, connect, update }] = useState(() =>
    createFigureFeed({ config, results, run, queue: renderQueue, now: () => performance.now() }),
  )
  useEffect(() => connect(), [connect])
  useEffect(() => {
    // The page is printed as it stands when this returns.
    const beforePrint = () => flushSync(update)
    addEventListener('beforeprint', beforePrint)
    return () => removeEventListener('beforeprint', beforePrint)
  }, [update])
  return store
}
