/** For screen readers, the one place that speaks of a run: its start, its quarters, and its end with the result. */
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { durationText, plural } from '@/core/text/number'
import type { LabStores } from '@/state/lab-stores'
import { useLab } from '../lab-context'
import { finishedText } from './run-news'

const QUARTERS = ['', 'A quarter is done.', 'Half is done.', 'Three quarters are done.']

export function RunAnnouncer() {
  const lab = useLab()
  const kind = useStore(lab.run, (s) => s.status.kind)
  const quarter = useStore(lab.run, (s) => Math.min(3, Math.floor(4 * (s.progress?.workDone ?? 0))))
  const [text, setText] = useState('')
  const isFresh = useRef(true)
  useEffect(() => {
    // What ran before this page was looked at is no news.
    if (isFresh.current) isFresh.current = false
    else setText(spoken(lab, kind, quarter))
  }, [lab, kind, quarter])
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  )
}

function spoken(lab: LabStores, kind: string, quarter: number): string {
  const { progress, expectedSeconds } = lab.run.getState()
  switch (kind) {
    case 'opening':
      return expectedSeconds === undefined ? 'Started.' : `Started: about ${durationText(expectedSeconds)}.`
    case 'running':
      return progress && quarter > 0
        ? `${QUARTERS[quarter]} ${plural(progress.trialsFinished, 'run')} of ${progress.trialsTotal} finished.`
        : ''
    case 'paused':
      return 'Paused.'
    case 'stopped':
      return 'Stopped. Finished runs are kept.'
    case 'finished':
      return finishedText(lab)
    default:
      return ''
  }
}
