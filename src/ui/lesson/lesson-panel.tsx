/** The lesson of the experiment on show, under its figures: open until the visitor closes it, and so on the next visit. */
import { Suspense, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { configStore } from '@/state/services'
import { ErrorBoundary } from '../shell/error-boundary'
import { openLesson, useLessonOpen, useLessonRequest } from './lesson-store'
import { lessonOf } from './lessons'

/** The page's own title and the panel's stand above a lesson's headings. */
const ELEMENTS = { h1: 'h3', h2: 'h3', h3: 'h4' } as const

export function LessonPanel() {
  const { id, title } = useStore(configStore, (s) => s.experiment)
  const open = useLessonOpen()
  const request = useLessonRequest()
  const summary = useRef<HTMLElement>(null)
  useEffect(() => {
    if (request === 0) return
    summary.current?.scrollIntoView({ block: 'start' })
    summary.current?.focus()
  }, [request])
  const Lesson = lessonOf(id)
  if (!Lesson) return undefined
  return (
    <details
      className="panel lesson"
      open={open}
      onToggle={(event) => openLesson(event.currentTarget.open)}
      aria-label={`Lesson: ${title}`}
    >
      <summary ref={summary}>
        <h2>Lesson: {title}</h2>
      </summary>
      {open && (
        <ErrorBoundary key={id}>
          <Suspense fallback={<p className="fine-print">Loading the lesson…</p>}>
            <div className="lesson-text">
              <Lesson components={ELEMENTS} />
            </div>
          </Suspense>
        </ErrorBoundary>
      )}
    </details>
  )
}

/** Above the figures, after the button that runs: leads down to the lesson. Nothing where there is none. */
export function LessonLink() {
  const id = useStore(configStore, (s) => s.experiment.id)
  if (!lessonOf(id)) return undefined
  return (
    <button type="button" className="link-button" onClick={() => openLesson(true, 'go there')}>
      Read the lesson
    </button>
  )
}
