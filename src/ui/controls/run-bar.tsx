/** The button that starts, pauses and goes on, what it will do, and how far the sweep is. */
import { Button, Loader } from '@mantine/core'
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { plural } from '@/core/text/number'
import { canStop, isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { OtherSweepNotice, useIsOtherSweep } from './other-sweep-notice'
import { PresetPicker } from './preset-picker'
import { RunProgress } from './run-progress'
import { startLabel, toggleRun } from './run-toggle'
import { usePlan } from './use-plan'
import { useSpaceKey } from './use-space-key'

export function RunBar() {
  const lab = useLab()
  const status = useStore(lab.run, (s) => s.status.kind)
  const active = useStore(lab.run, (s) => isActive(s.status))
  const otherSweep = useIsOtherSweep()
  const runButton = useRef<HTMLButtonElement>(null)
  const toggle = useCallback(() => toggleRun(lab), [lab])
  useSpaceKey(toggle)
  return (
    <section className="panel run-bar" aria-label="Run">
      <div className="run-row">
        <RunButton button={runButton} onPress={toggle} />
        {active && <StopButton focusWhenGone={runButton} />}
        <PresetPicker disabled={active} />
      </div>
      <OtherSweepNotice />
      {!active && (status !== 'finished' || otherSweep) && <StartHint />}
      {(active || (!otherSweep && (status === 'finished' || status === 'stopped'))) && <RunProgress />}
    </section>
  )
}

interface RunButtonProps {
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onPress: () => void
}

/** The same button in every status. While it has nothing to do for a moment it is marked as disabled but is not, so that it keeps the focus. */
function RunButton({ button, onPress }: RunButtonProps) {
  const { config, run } = useLab()
  const status = useStore(run, (s) => s.status.kind)
  const active = useStore(run, (s) => isActive(s.status))
  const problems = useStore(config, (s) => s.problems.length)
  const plan = usePlan()
  const waiting = active && status !== 'running' && status !== 'paused'
  return (
    <Button
      ref={button}
      size="lg"
      className="run-button"
      onClick={onPress}
      aria-keyshortcuts="Space"
      disabled={!active && (problems > 0 || plan.refusal !== undefined)}
      data-disabled={waiting}
      aria-disabled={waiting}
      leftSection={status === 'opening' && <Loader size="1.25rem" color="currentColor" />}
    >
      {status === 'running' ? 'Pause' : status === 'paused' ? 'Resume' : startLabel(plan)}
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

/** Why the button says what it says, before a run. */
function StartHint() {
  const { config } = useLab()
  const plan = usePlan()
  const problems = useStore(config, (s) => s.problems.length)
  if (problems > 0) {
    return <p className="run-hint">{`Mend ${plural(problems, 'setting')} first: marked under Settings.`}</p>
  }
  if (plan.refusal) return <p className="run-hint alarm">{plan.refusal}</p>
  const runs = plural(plan.trials, 'run')
  if (plan.finished === plan.trials) {
    return <p className="run-hint">{`All ${runs} are stored in this browser already.`}</p>
  }
  if (plan.finished === 0) return undefined
  return (
    <p className="run-hint">
      {`${plan.finished} of ${runs} are stored in this browser already: Continue trains the rest.`}
    </p>
  )
}
