/** Deletes what is stored, after a second press. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { resultsStore } from '@/state/services'
import { plural } from '../format'

interface ClearRunsProps {
  readonly disabled: boolean
  readonly onDone: (message: string) => void
}

export function ClearRuns({ disabled, onDone }: ClearRunsProps) {
  const stored = useStore(resultsStore, (s) => s.records.size)
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button variant="default" disabled={disabled || stored === 0} onClick={() => setAsking(true)}>
        Clear stored runs…
      </Button>
    )
  }
  const clear = async () => {
    await resultsStore.getState().clear()
    setAsking(false)
    onDone(`Deleted ${plural(stored, 'stored run')}.`)
  }
  return (
    <div className="confirm" role="group" aria-label="Confirm deletion">
      <span>Delete {plural(stored, 'run')} from this browser?</span>
      <Button color="red" autoFocus onClick={clear}>
        Delete
      </Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        Keep
      </Button>
    </div>
  )
}
