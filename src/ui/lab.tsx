/** An experiment's page: what is asked, the button, the figures, and the settings beside them. */
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { loadExhibit } from '@/core/figures/exhibits'
import { ConfigForm } from './controls/config-form'
import { PlanCard } from './controls/plan-card'
import { RunBar } from './controls/run-bar'
import { ShareCard } from './controls/share-card'
import { useLab } from './lab-context'
import { LessonPanel } from './lesson/lesson-panel'
import { ErrorBoundary } from './shell/error-boundary'
import { Notices } from './shell/notices'
import { SourceLine } from './shell/source-line'

/** Apart from the page's first script: charts are half of it. */
const ExhibitView = lazy(() =>
  import('./figures/exhibit-view').then(({ ExhibitView: view }) => ({ default: view })),
)

export function Lab() {
  return (
    <>
      <Notices />
      <div className="lab">
        <div className="stage">
          <Question />
          <RunBar />
          <SourceLine />
          <Figures />
          <LessonPanel />
          <ShareCard />
        </div>
        <aside className="side" aria-label="Plan and settings">
          <PlanCard />
          <ConfigForm />
        </aside>
      </div>
    </>
  )
}

function Question() {
  const { config } = useLab()
  const { title, question } = useStore(config, (s) => s.experiment)
  return (
    <div className="question">
      <h2>{title}</h2>
      <p>{question}</p>
    </div>
  )
}

function Figures() {
  const { config } = useLab()
  const experiment = useStore(config, (s) => s.experiment.id)
  // Beside the charts, not after them; the view below waits for both, and says so where one fails.
  loadExhibit(experiment).catch(() => undefined)
  return (
    <ErrorBoundary key={experiment}>
      <Suspense fallback={<p className="panel figures-loading">Loading the figures…</p>}>
        <ExhibitView />
      </Suspense>
    </ErrorBoundary>
  )
}
