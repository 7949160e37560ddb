/**
 * An experiment's page, in the order of a reader: the question, the figure, the button beside it, what was found, and in folds whatever
 * somebody may want to know beyond that.
 */
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { loadExhibit } from '@/core/figures/exhibits'
import { questionOf } from '@/core/sweep/own-text'
import { PlaceInRow } from './chooser/place-in-row'
import { PlanCard } from './controls/plan-card'
import { RunAnnouncer } from './controls/run-announcer'
import { RunBar } from './controls/run-bar'
import { RunStats } from './controls/run-stats'
import { AllRuns } from './figures/all-runs'
import { Answer } from './figures/answer'
import type { ExhibitionStore } from './figures/figure-feed'
import { SanityLine } from './figures/sanity-line'
import { useExhibition } from './figures/use-exhibition'
import { useLab } from './lab-context'
import { LessonBeside } from './lesson/lesson-beside'
import { OwnStrings } from './own-strings/own-strings'
import { ErrorBoundary } from './shell/error-boundary'
import { Fold } from './shell/fold'
import { Notices } from './shell/notices'
import { SourceLine } from './shell/source-line'
import { usePageTitle } from './use-page-title'

const FigureCards = lazy(() =>
  import('./figures/figure-cards').then(({ FigureCards: cards }) => ({ default: cards })),
)

const ConfigForm = lazy(() =>
  import('./controls/config-form').then(({ ConfigForm: form }) => ({ default: form })),
)

const Counting = lazy(() => import('./figures/counting').then(({ Counting: part }) => ({ default: part })))

interface LabProps {
  /** What looks inside a trained model, where there is such a thing. */
  readonly children?: ReactNode
}

export function Lab({ children }: LabProps) {
  const { config } = useLab()
  const experiment = useStore(config, (s) => s.experiment.id)
  usePageTitle()
  return (
    <>
      <Notices />
      <RunAnnouncer />
      <div className="lab">
        <Question />
        <RunBar />
        <Exhibition key={experiment} experiment={experiment} inside={children} />
      </div>
    </>
  )
}

interface ExhibitionProps {
  readonly experiment: string
  readonly inside: ReactNode
}

/** All that is about one experiment: figures, findings and folds, and the lesson beside them. */
function Exhibition({ experiment, inside }: ExhibitionProps) {
  const { config } = useLab()
  const store = useExhibition(experiment)
  const [large, setLarge] = useState<string | undefined>(undefined)
  const problems = useStore(config, (s) => s.problems.length > 0)
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  const figures = { experiment, store, large, onLarge: setLarge }
  return (
    <>
      <div className="stage">
        <div className="result">
          <Figures {...figures} part="hero" />
          <Answer store={store} />
          <SanityLine store={store} />
        </div>
        <div className="beyond">
          <div className="folds">
            <Fold title="How every bit is counted" lazy>
              <ErrorBoundary>
                <Suspense>
                  <Counting store={store} />
                </Suspense>
              </ErrorBoundary>
            </Fold>
            {inside && <Fold title="Look inside a string">{inside}</Fold>}
            <OwnStrings />
            <Fold title="Settings" wanted={problems} lazy>
              <ErrorBoundary>
                <Suspense>
                  <ConfigForm />
                </Suspense>
              </ErrorBoundary>
            </Fold>
            <Fold title="The plan">
              <PlanCard />
              <RunStats />
            </Fold>
            <Fold title="Data and provenance">
              <SourceLine />
              <AllRuns store={store} />
            </Fold>
          </div>
          <Figures {...figures} part="others" />
        </div>
      </div>
      <LessonBeside store={store} />
    </>
  )
}

function Question() {
  const { config } = useLab()
  const question = useStore(config, (s) => questionOf(s.experiment, s.values))
  return (
    <div className="question">
      <PlaceInRow />
      <h1>{question}</h1>
    </div>
  )
}

interface FiguresProps {
  readonly experiment: string
  readonly store: ExhibitionStore
  readonly part: 'hero' | 'others'
  readonly large: string | undefined
  readonly onLarge: (id: string | undefined) => void
}

export function Figures(props: FiguresProps) {
  // Beside the charts, not after them; the cards wait for both, and say so where one fails.
  loadExhibit(props.experiment).catch(() => undefined)
  return (
    <ErrorBoundary>
      <Suspense fallback={<div className="figures-loading" data-part={props.part} />}>
        <FigureCards {...props} />
      </Suspense>
    </ErrorBoundary>
  )
}
