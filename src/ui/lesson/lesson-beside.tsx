/** The lesson beside the figure: what is being watched, what to try first, and the whole of it in a fold that stays as the visitor left it. */
import { Children, isValidElement, type ReactNode, Suspense } from 'react'
import { useStore } from 'zustand'
import { unbroken } from '@/core/text/number'
import { configStore } from '@/state/services'
import type { ExhibitionStore } from '../figures/figure-feed'
import { ErrorBoundary } from '../shell/error-boundary'
import { openLesson, useLessonOpen } from './lesson-store'
import { type Lesson, lessonOf } from './lessons'

/** The page's question and the fold's title stand above a lesson's headings. */
const ELEMENTS = { h1: 'h3', h2: 'h3', h3: 'h4' } as const

/** Of the element that says what the first figure shows. */
export const HERO_CAPTION_ID = 'hero-caption'

export function LessonBeside({ store }: { store: ExhibitionStore }) {
  const { id, title } = useStore(configStore, (s) => s.experiment)
  const caption = useStore(store, ({ summary: { ids }, figures }) => figures[ids[0] ?? '']?.current.caption)
  const open = useLessonOpen()
  const Lesson = lessonOf(id)
  return (
    <aside className="lesson" aria-label={`Lesson: ${title}`}>
      <h2>What you are watching</h2>
      <p className="watching" id={HERO_CAPTION_ID}>
        {caption && unbroken(caption)}
      </p>
      {Lesson && (
        <ErrorBoundary key={id}>
          <Suspense fallback={<p className="fine-print">Loading the lesson…</p>}>
            <h2>Try</h2>
            <Lesson components={TRY} />
            <details open={open} onToggle={(event) => openLesson(event.currentTarget.open)}>
              <summary>The whole lesson</summary>
              {open && <WholeLesson lesson={Lesson} />}
            </details>
          </Suspense>
        </ErrorBoundary>
      )}
    </aside>
  )
}

const WholeLesson = ({ lesson: Whole }: { lesson: Lesson }) => (
  <div className="lesson-text">
    <Whole components={ELEMENTS} />
  </div>
)

/** How many things to try stand beside the figure. */
const TRIED_FIRST = 2

type Parent = { readonly children?: ReactNode }

/** In place of a lesson's text: the first things that it has one try. */
function FirstTries({ children }: Parent) {
  if (!isValidElement<Parent>(children) || typeof children.type !== 'function') return undefined
  // MDX hands the text over as a component that was not called yet: a function of its props alone, which gives the elements.
  const text = (children.type as (props: Parent) => ReactNode)(children.props)
  const parts = isValidElement<Parent>(text) ? elementsIn(text.props.children) : []
  const heading = parts.findIndex(({ type, props }) => type === 'h2' && props.children === 'What to try')
  const list = parts.slice(heading + 1).find(({ type }) => type === 'ul' || type === 'ol')
  return <ul className="tries">{elementsIn(list?.props.children).slice(0, TRIED_FIRST)}</ul>
}

const elementsIn = (children: ReactNode) =>
  Children.toArray(children).filter((child) => isValidElement<Parent>(child))

const TRY = { wrapper: FirstTries } as const
