/** Looks into the model that was trained here, at the string that was chosen. */
import { lazy, Suspense, useEffect, useRef } from 'react'
import { playTrial } from '@/core/play/position'
import { threadSeconds } from '@/core/sweep/estimate'
import type { Trial } from '@/core/sweep/trial'
import { playLab } from '@/state/play-services'
import { ErrorBoundary } from '../shell/error-boundary'
import { usePlay } from './play-context'

const Microscope = lazy(() =>
  import('../microscope/microscope').then((module) => ({ default: module.Microscope })),
)

const secondsOf = (trial: Trial): number => threadSeconds({ trials: [trial] }, true)
const retrainOn = () => 'wasm' as const

interface LookInsideProps {
  /** Index of the string. */
  readonly string: number
  readonly onClose: () => void
}

export function LookInside({ string, onClose }: LookInsideProps) {
  const position = usePlay((s) => s.position)
  const isDone = usePlay((s) => s.status.kind === 'done')
  const trial = playTrial(position)
  const section = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each string that is opened
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'start' })
    section.current?.focus({ preventScroll: true })
  }, [string])
  return (
    <section
      ref={section}
      className="landing-inside"
      aria-labelledby="inside-title"
      tabIndex={-1}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <h2 id="inside-title" className="visually-hidden">
        Look inside
      </h2>
      <button type="button" className="play-link landing-inside-close" onClick={onClose}>
        close
      </button>
      {isDone && (
        <ErrorBoundary key={trial.key}>
          <Suspense fallback={<p>Loading…</p>}>
            <Microscope
              lab={playLab}
              trials={[trial]}
              string={Math.min(string, position.strings - 1)}
              secondsOf={secondsOf}
              retrainOn={retrainOn}
            />
          </Suspense>
        </ErrorBoundary>
      )}
    </section>
  )
}
