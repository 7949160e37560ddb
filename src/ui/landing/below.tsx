/**
 * What is below the fold: the way to the same measurement done properly, and to all experiments. It is loaded when somebody comes near it, or goes
 * through the page with Tab.
 */
import { useInViewport, useWindowEvent } from '@mantine/hooks'
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { chooseExperiment } from '@/state/services'
import { ErrorBoundary } from '../shell/error-boundary'
import { usePlay } from './play-context'

const load = () => import('./experiment-cards').then((module) => ({ default: module.ExperimentCards }))
const LoadedWhenShown = lazy(load)

export function Below() {
  const { ref, inViewport } = useInViewport()
  const isTrained = usePlay((s) => s.status.kind === 'done')
  const [isWanted, setWanted] = useState(false)
  const [ExperimentCards, setCards] = useState<ComponentType>(LoadedWhenShown)
  // The page is printed as it stands when `beforeprint` is over: what is loaded only then would come too late.
  useEffect(() => {
    if (isTrained && !isWanted)
      load().then(
        (loaded) => setCards(() => loaded.default),
        () => undefined,
      )
  }, [isTrained, isWanted])
  useWindowEvent('beforeprint', () => flushSync(() => setWanted(true)))
  if (inViewport && !isWanted) setWanted(true)
  // Cards that came only when Tab had reached their place would be passed over.
  useWindowEvent('keydown', ({ key }) => key === 'Tab' && setWanted(true))
  return (
    <section className="landing-below" id="experiments" aria-labelledby="experiments-title" tabIndex={-1}>
      <h2 id="experiments-title">The same, measured properly</h2>
      <p>
        Seven amounts of strings, four seeds each:{' '}
        <a
          href="#capacity"
          onClick={(event) => {
            event.preventDefault()
            chooseExperiment('capacity')
          }}
        >
          the capacity plateau
        </a>
        . And fourteen more questions about what a model remembers. There, its numbers are called parameters,
        and symbols tokens.
      </p>
      <div ref={ref} className="landing-cards">
        {isWanted && (
          <ErrorBoundary>
            <Suspense>
              <ExperimentCards />
            </Suspense>
          </ErrorBoundary>
        )}
      </div>
    </section>
  )
}
