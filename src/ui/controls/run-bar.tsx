/** The presets, how far the sweep is, and the button that starts, pauses and goes on. On a phone it stays at the bottom of the window. */
import { Button, Loader } from '@mantine/core'
import { lazy, type RefObject, Suspense, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { canStop, isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { ErrorBoundary } from '../shell/error-boundary'
import { OtherSweepNotice } from './other-sweep-notice'
import { ChangedNote, PresetPicker } from './preset-picker'
import { RunState } from './run-state'
import { useFigureSpace } from './use-figure-space'
import { usePlan } from './use-plan'
import { useRunPress } from './use-run-press'

/** Only for a run that trains. Where it cannot be loaded, nothing is offered. */
const TellWhenDone = lazy(() =>
  import('./tell-when-done').then(({ TellWhenDone: offer }) => ({ default: offer })),
)

/** Whoever starts a run from elsewhere on the page hands the focus to this button. */
export const RUN_BUTTON_ID = 'run'

export function RunBar() {
  const lab = useLab()
  const active = useStore(lab.run, (s) => isActive(s.status))
  const runButton = useRef<HTMLButtonElement>(null)
  return (
    <section className="panel run-bar" aria-label="Run">
      <PresetPicker disabled={active} />
      <RunState />
      <div className="run-row">
        <RunButton button={runButton} />
        {active && <StopButton focusWhenGone={runButton} />}
      </div>
      {active && (
        <ErrorBoundary fallback={() => undefined}>
          <Suspense>
            <TellWhenDone />
          </Suspense>
        </ErrorBoundary>
      )}
      <ChangedNote disabled={active} focusWhenGone={runButton} />
      <OtherSweepNotice />
    </section>
  )
}

/** The same button in every status. What can do nothing for a moment is marked as disabled but is not, so that it keeps the focus. */
function RunButton({ button }: { readonly button: RefObject<HTMLButtonElement | null> }) {
  const lab = useLab()
  const status = useStore(lab.run, (s) => s.status.kind)
  const active = useStore(lab.run, (s) => isActive(s.status))
  const problems = useStore(lab.config, (s) => s.problems.length)
  const { refusal } = usePlan()
  const off = active ? status !== 'running' && status !== 'paused' : problems > 0 || refusal !== undefined
  const { press, label, isMeasuring } = useRunPress(off)
  useFigureSpace(press)
  return (
    <Button
      ref={button}
      id={RUN_BUTTON_ID}
      size="lg"
      className="run-button"
      variant={active ? 'outline' : 'filled'}
      onClick={press}
      aria-keyshortcuts="Space"
      data-disabled={off}
      aria-disabled={off}
      leftSection={(status === 'opening' || isMeasuring) && <Loader size="1.25rem" color="currentColor" />}
    >
      {status === 'running' ? 'Pause' : status === 'paused' ? 'Resume' : label}
    </Button>
  )
}

/** Leaves the page when the sweep has ended; where it had the focus, the run button gets it. */
function StopButton({ focusWhenGone }: { readonly focusWhenGone: RefObject<HTMLButtonElement | null> }) {
  const { run } = useLab()
  const status = useStore(run, (s) => s.status)
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const own = button.current
    return () => {
      if (own === document.activeElement) focusWhenGone.current?.focus()
    }
  }, [focusWhenGone])
  const waiting = !canStop(status)
  return (
    <Button
      ref={button}
      size="lg"
      variant="default"
      data-disabled={waiting}
      aria-disabled={waiting}
      onClick={() => run.getState().stop()}
    >
      {status.kind === 'stopping' ? 'Stopping…' : 'Stop'}
    </Button>
  )
}
