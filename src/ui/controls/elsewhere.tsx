/** Where the sweep that trains belongs to another experiment than the one on show: says so, and leads back. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { experimentById } from '@/core/sweep/experiments'
import { sweepTitle } from '@/core/sweep/sweep'
import { isActive } from '@/state/run-status'
import { configStore, returnToSweep, runStore } from '@/state/services'

/** Whether the latest sweep is of another experiment than the one on show. */
export function useIsElsewhere(): boolean {
  const own = useStore(configStore, (s) => s.experiment.id)
  const running = useStore(runStore, (s) => s.sweep?.experiment)
  return running !== undefined && running !== own
}

export function Elsewhere() {
  const sweep = useStore(runStore, (s) => s.sweep)
  const active = useStore(runStore, (s) => isActive(s.status))
  const finished = useStore(runStore, (s) => s.status.kind === 'finished')
  if (!useIsElsewhere() || !sweep || !(active || finished)) return undefined
  return (
    <p className="elsewhere" role="status">
      <span>
        <strong>
          {experimentById(sweep.experiment).title}, {sweepTitle(experimentById(sweep.experiment), sweep)}
        </strong>
        {active ? ' goes on training meanwhile. One sweep trains at a time.' : ' has finished meanwhile.'}
      </span>
      <Button variant="default" size="compact-sm" onClick={returnToSweep}>
        Back to it
      </Button>
    </p>
  )
}
