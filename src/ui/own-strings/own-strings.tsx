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
  useMissedFiles(isTaken)
  if (!isTaken) return undefined
  return (
    <Fold title="Your own text" wanted={isWanted || hash !== undefined}>
      <Seen isUsed={hash !== undefined} />
    </Fold>
  )
}

/**
 * A browser opens a file that is dropped anywhere in place of the page, and a sweep that trains would end with it.
 * @param isTaken whether there is a place for files, which is shown then.
 */
function useMissedFiles(isTaken: boolean): void {
  const { ownText } = useLab()
  useEffect(() => {
    const onDrag = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      if (event.type === 'drop' && isTaken) ownText.getState().open()
    }
    window.addEventListener('dragover', onDrag)
    window.addEventListener('drop', onDrag)
    return () => {
      window.removeEventListener('dragover', onDrag)
      window.removeEventListener('drop', onDrag)
    }
  }, [ownText, isTaken])
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
