/** The fold for a visitor's own text, in experiments that take one. What is in it is loaded when it is opened. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { ownSourceOf } from '@/core/sweep/own-text'
import { useLab } from '../lab-context'
import { ErrorBoundary } from '../shell/error-boundary'
import { Fold } from '../shell/fold'
import { useSeen } from '../shell/use-seen'

const TextPanel = lazy(() => import('./text-panel').then((module) => ({ default: module.TextPanel })))

export function OwnStrings() {
  const { config, ownText } = useLab()
  const isTaken = useStore(config, (s) => s.experiment.ownText !== undefined)
  const hash = useStore(config, (s) => ownSourceOf(s.values)?.hash)
  const isWanted = useStore(ownText, (s) => s.isWanted)
  // The text of a link, or of an earlier visit.
  useEffect(() => {
    if (hash !== undefined) void ownText.getState().find(hash)
  }, [ownText, hash])
  if (!isTaken) return undefined
  return (
    <Fold title="Your own text" wanted={isWanted || hash !== undefined}>
      <Seen isUsed={hash !== undefined} />
    </Fold>
  )
}

/** @param isUsed whether a text is trained on: then what is said of it is there before it is seen. */
function Seen({ isUsed }: { readonly isUsed: boolean }) {
  const wrapper = useRef<HTMLDivElement>(null)
  const isSeen = useSeen(wrapper)
  const isWanted = useStore(useLab().ownText, (s) => s.isWanted)
  const [wasWanted, setWasWanted] = useState(isWanted)
  if (isWanted && !wasWanted) setWasWanted(true)
  return (
    <div ref={wrapper} className="own-strings">
      {(isSeen || isUsed || wasWanted) && (
        <ErrorBoundary>
          <Suspense fallback={<p>Loading…</p>}>
            <TextPanel />
          </Suspense>
        </ErrorBoundary>
      )}
    </div>
  )
}
