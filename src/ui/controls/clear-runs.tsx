/** Deletes what is stored, after a second press. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { plural } from '@/core/text/number'
import { showConfig } from '@/state/show-experiment'
import { useLab } from '../lab-context'

interface ClearRunsProps {
  readonly disabled: boolean
  readonly onDone: (message: string) => void
}

export function ClearRuns({ disabled, onDone }: ClearRunsProps) {
  const lab = useLab()
  const { results } = lab
  const stored = useStore(results, (s) => s.records.size + s.imported.size)
  const [asking, setAsking] = useState(false)
  // A sweep that has started takes the question away: nothing may be deleted under it.
  if (asking && disabled) setAsking(false)
  if (!asking) {
    return (
      <Button variant="default" disabled={disabled || stored === 0} onClick={() => setAsking(true)}>
        Clear stored runs…
      </Button>
    )
  }
  const clear = async () => {
    const deleted = await results.getState().clear()
    setAsking(false)
    showConfig(lab)
    onDone(
      deleted
        ? `Deleted ${plural(stored, 'stored run')}.`
        : 'This browser’s storage did not answer: some runs may be back after a reload. Delete them again then.',
    )
  }
  return (
    <div className="confirm" role="group" aria-label="Confirm deletion">
      <span>{`Delete ${plural(stored, 'run')} from this browser?`}</span>
      <Button color="var(--alarm)" autoFocus onClick={clear}>
        Delete
      </Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        Keep
      </Button>
    </div>
  )
}
