/** Asks the browser for a notification at the end of a long run: only when the visitor presses for it. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { LabStores } from '@/state/lab-stores'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { NAME } from '../texts'
import { finishedText } from './run-news'

/** A run that is expected to take less (s) is waited for. */
const LONG_SECONDS = 120

/** `told`: at the end of the run that trains. It outlives the component, which is not there while another view is looked at. */
const telling = createStore<{ readonly state: 'offered' | 'told' | 'refused' }>(() => ({ state: 'offered' }))

export function TellWhenDone() {
  const lab = useLab()
  const isLong = useStore(
    lab.run,
    ({ status, expectedSeconds = 0 }) => isActive(status) && expectedSeconds > LONG_SECONDS,
  )
  const state = useStore(telling, (s) => s.state)
  const isPossible = useMemo(() => isLong && canNotify(), [isLong])
  if (!isPossible) return undefined
  if (state === 'told') return <p className="run-hint">A notification will tell you when it is done.</p>
  if (state === 'refused' || Notification.permission === 'denied')
    return <p className="run-hint">This browser allows no notifications here.</p>
  return (
    <p className="run-hint">
      <button type="button" className="link-button" onClick={() => void tellAtEnd(lab)}>
        Tell me when it is done
      </button>
    </p>
  )
}

/** Chrome on Android has notifications from service workers only: its constructor throws. Without permission, others make one that nobody sees. */
function canNotify(): boolean {
  if (!('Notification' in window)) return false
  if (Notification.permission === 'granted') return true
  try {
    new Notification(NAME)
    return true
  } catch {
    return false
  }
}

async function tellAtEnd({ run, ...lab }: LabStores): Promise<void> {
  const isAllowed = (await Notification.requestPermission()) === 'granted'
  if (!isAllowed || !isActive(run.getState().status)) {
    telling.setState({ state: isAllowed ? 'offered' : 'refused' })
    return
  }
  telling.setState({ state: 'told' })
  const forget = run.subscribe(({ status }) => {
    if (isActive(status)) return
    forget()
    telling.setState({ state: 'offered' })
    // Whoever has pressed Stop is there.
    if (status.kind !== 'stopped') notify(finishedText({ run, ...lab }) || 'The run ended early.')
  })
}

function notify(body: string): void {
  try {
    const notification = new Notification(NAME, { body })
    notification.onclick = () => window.focus()
  } catch {
    telling.setState({ state: 'refused' })
  }
}
