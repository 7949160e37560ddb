/** Says that the sweep that trains belongs to another experiment than the one on show, and leads back to it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { experimentById } from '@/core/sweep/experiments'
import { sweepTitle } from '@/core/sweep/sweep'
import { isActive } from '@/state/run-status'
import { showRunningSweep } from '@/state/show-experiment'
import { useLab } from '../lab-context'

export function OtherSweepNotice() {
  const lab = useLab()
  const shown = useStore(lab.config, (s) => s.experiment.id)
  const sweep = useStore(lab.run, (s) => s.sweep)
  const active = useStore(lab.run, (s) => isActive(s.status))
  const finished = useStore(lab.run, (s) => s.status.kind === 'finished')
  const [wasTraining, setWasTraining] = useState(false)
  const isOther = sweep !== undefined && sweep.experiment !== shown
  // That it has finished is news for those who were here when it did, until they have been back.
  const isNews = isOther && (active || wasTraining)
  if (isNews !== wasTraining) setWasTraining(isNews)
  if (!sweep || !isNews || !(active || finished)) return undefined
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
