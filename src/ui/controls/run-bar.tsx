/** The one obvious button, what it will do, and how far it is. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { isActive } from '@/state/run-status'
import { configStore, runStore } from '@/state/services'
import { plural } from '../format'
import { Elsewhere, useIsElsewhere } from './elsewhere'
import { PresetPicker } from './preset-picker'
import { RunProgress } from './run-progress'
import { startLabel, toggleRun } from './run-toggle'
import { usePlan } from './use-plan'
import { useSpaceKey } from './use-space-key'

export function RunBar() {
  const status = useStore(runStore, (s) => s.status.kind)
  const active = useStore(runStore, (s) => isActive(s.status))
  const elsewhere = useIsElsewhere()
  useSpaceKey(toggleRun)
  return (
    <section className="panel run-bar" aria-label="Run">
      <div className="run-row">
        <RunButton />
        {active && (
          <Button
            size="lg"
            variant="default"
            disabled={status === 'stopping' || status === 'saving'}
            onClick={() => runStore.getState().stop()}
          >
            {status === 'stopping' ? 'Stopping…' : 'Stop'}
          </Button>
        )}
        <PresetPicker disabled={active} />
      </div>
      <Elsewhere />
      {!active && (status !== 'finished' || elsewhere) && <StartHint />}
      {(active || (!elsewhere && (status === 'finished' || status === 'stopped'))) && <RunProgress />}
    </section>
  )
}

function RunButton() {
  const status = useStore(runStore, (s) => s.status.kind)
  const problems = useStore(configStore, (s) => s.problems.length)
  const plan = usePlan()
  if (status === 'running' || status === 'paused') {
    return (
      <Button size="lg" className="run-button" onClick={toggleRun} aria-keyshortcuts="Space">
        {status === 'running' ? 'Pause' : 'Resume'}
      </Button>
    )
  }
  const waiting = status === 'opening' || status === 'stopping' || status === 'saving'
  return (
    <Button
      size="lg"
      className="run-button"
      onClick={toggleRun}
      aria-keyshortcuts="Space"
      disabled={waiting || problems > 0 || plan.refusal !== undefined}
      loading={status === 'opening'}
    >
      {startLabel(plan)}
    </Button>
  )
}

/** Why the button says what it says, before a run. */
function StartHint() {
  const plan = usePlan()
  const problems = useStore(configStore, (s) => s.problems)
  if (problems.length > 0) {
    return <p className="run-hint">Mend {plural(problems.length, 'setting')} first: marked under Settings.</p>
  }
  if (plan.refusal) return <p className="run-hint alarm">{plan.refusal}</p>
  if (plan.finished === plan.trials) {
    return <p className="run-hint">All {plural(plan.trials, 'run')} are stored in this browser already.</p>
  }
  if (plan.finished === 0) return undefined
  return (
    <p className="run-hint">
      {plan.finished} of {plural(plan.trials, 'run')} are stored in this browser already: Continue trains the
      rest.
    </p>
  )
}
