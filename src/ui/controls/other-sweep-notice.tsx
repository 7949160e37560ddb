/** Says that the sweep that trains belongs to another experiment than the one on show, and leads back to it. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { experimentById } from '@/core/sweep/experiments'
import { sweepTitle } from '@/core/sweep/sweep'
import { isActive } from '@/state/run-status'
import { showRunningSweep } from '@/state/show-experiment'
import { useLab } from '../lab-context'

/** Whether the sweep that runs, or ran last, is of another experiment than the one on show. */
export function useIsOtherSweep(): boolean {
  const { config, run } = useLab()
  const shown = useStore(config, (s) => s.experiment.id)
  const running = useStore(run, (s) => s.sweep?.experiment)
  return running !== undefined && running !== shown
}

export function OtherSweepNotice() {
  const lab = useLab()
  const sweep = useStore(lab.run, (s) => s.sweep)
  const active = useStore(lab.run, (s) => isActive(s.status))
  const finished = useStore(lab.run, (s) => s.status.kind === 'finished')
  if (!useIsOtherSweep() || !sweep || !(active || finished)) return undefined
  return (
    <p className="other-sweep">
      <span>
        <strong>{`${experimentById(sweep.experiment).title}, ${sweepTitle(experimentById(sweep.experiment), sweep)}`}</strong>{' '}
        <span>{active ? 'is still training. Only one sweep trains at a time.' : 'has finished.'}</span>
      </span>
      <Button variant="default" size="compact-sm" onClick={() => showRunningSweep(lab)}>
        Back to it
      </Button>
    </p>
  )
}
