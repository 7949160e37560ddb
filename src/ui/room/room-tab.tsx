/** What a student sees: what this tab trains, how far the class is, and the way out. */
import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { experimentById } from '@/core/sweep/experiments'
import { openTab } from '@/state/room-services'
import { hasEnded } from '@/state/room-store'
import { AWAY, classText, isOver, OVER, PRIVATE, phaseText, slowText, trainedText } from './texts'

export function RoomTab({ hash }: { readonly hash: string }) {
  const [store] = useState(() => openTab(hash))
  const { phase, connected, sweep, news, backend, trained, leave } = useStore(store)
  useEffect(() => () => store.getState().leave(), [store])
  const ended = hasEnded(phase)
  const experiment = sweep && experimentById(sweep.experiment)
  const [skipped] = backend?.skipped ?? []
  return (
    <div className="room-tab">
      <div className="question">
        <h1>{experiment?.question ?? 'A class that fills one chart'}</h1>
      </div>
      <section className="panel" aria-label="This tab">
        <p className="room-line" role={phase.kind === 'refused' ? 'alert' : 'status'}>
          {phaseText(phase, sweep?.trials ?? [], news)}
        </p>
        {phase.kind === 'training' && (
          <Progress value={100 * phase.share} aria-label="Progress of this tab" transitionDuration={300} />
        )}
        {news && !ended && (
          <>
            <p className="room-line">{classText(news)}</p>
            <Progress
              value={(100 * news.done) / Math.max(1, news.cells)}
              aria-label="Progress of the class"
              transitionDuration={300}
            />
          </>
        )}
        {!connected && !ended && phase.kind !== 'joining' && <p role="status">{AWAY}</p>}
        <p>{trainedText(trained)}</p>
        {ended ? (
          <p>
            <a href="#capacity">Open the lab</a>
          </p>
        ) : (
          <Button variant="default" onClick={leave}>
            Leave the class
          </Button>
        )}
      </section>
      {!ended && <p className="fine-print">{news && isOver(news) ? OVER : PRIVATE}</p>}
      {!ended && backend && backend.name !== 'webgpu' && skipped && (
        <p className="fine-print">{slowText(skipped.reason)}</p>
      )}
    </div>
  )
}
