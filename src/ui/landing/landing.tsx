/** The landing page, "fill it": a question, strings, and a model that is trained wherever the two sliders are put. */
import { useEffect, useRef, useState } from 'react'
import { showsFull } from '@/core/play/tries'
import { countText } from '@/core/text/number'
import { Answer } from './answer'
import { Below } from './below'
import { LandingHeader } from './landing-header'
import { LookInside } from './look-inside'
import { PlayChart } from './play-chart'
import { usePlay, usePlayStore } from './play-context'
import { PlayControls } from './play-controls'
import { STRINGS_ID, StringsGrid } from './strings-grid'
import { ANSWERS, SUBTITLE, WHY_FLAT } from './texts'
import '../styles/play.css'
import '../styles/strings.css'
import '../styles/landing.css'
import '../styles/below.css'

const TITLE = 'Plateau: how many bits does a tiny transformer remember?'

export function Landing() {
  const store = usePlayStore()
  const params = usePlay((s) => s.params)
  const isReplay = usePlay((s) => s.isReplay)
  const [opened, setOpened] = useState<number>()
  const goOn = useRef<HTMLButtonElement>(null)
  /** Where the page stood when a string was opened, px. */
  const scrolled = useRef(0)
  // The microscope shows the trained model: it is not open while the page shows its training.
  if (isReplay && opened !== undefined) setOpened(undefined)
  const open = (string: number) => {
    if (isReplay) store.getState().watchSlowly()
    if (opened === undefined) scrolled.current = window.scrollY
    setOpened(string)
  }
  const close = () => {
    document.getElementById(STRINGS_ID)?.focus({ preventScroll: true })
    window.scrollTo(0, scrolled.current)
    setOpened(undefined)
  }
  useEffect(() => {
    document.title = TITLE
  }, [])
  return (
    <div className="landing">
      <LandingHeader />
      <main id="lab" tabIndex={-1}>
        <div className="landing-screen">
          <div className="landing-question">
            <h1>
              How much can <strong>{`${countText(params)} numbers`}</strong> remember?
            </h1>
            <p>{SUBTITLE}</p>
            <LinkProblems />
          </div>
          <div className="landing-play">
            <div className="landing-strings">
              <StringsGrid onString={open} />
              <Answer />
            </div>
            <div className="landing-chart">
              <PlayChart onSettled={() => goOn.current?.focus()} />
              <PlayControls goOn={goOn} />
            </div>
          </div>
          {opened !== undefined && <LookInside string={opened} onClose={close} />}
          <Answers />
        </div>
        <Below />
      </main>
    </div>
  )
}

/** That it is flat is asked last: it comes when something is flat, and moves nothing. */
export function Answers() {
  const isFlat = usePlay((s) => showsFull(s.tries))
  return (
    <div className="landing-answers">
      {[...ANSWERS, ...(isFlat ? [WHY_FLAT] : [])].map(({ question, answer }) => (
        // They stand at the lower end of the screen, and what they open is below it.
        <details
          key={question}
          onToggle={({ currentTarget }) =>
            currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
          }
        >
          <summary>{question}</summary>
          <p>{answer}</p>
        </details>
      ))}
    </div>
  )
}

function LinkProblems() {
  const problems = usePlay((s) => s.linkProblems)
  if (problems.length === 0) return undefined
  return (
    <p className="landing-problems" role="alert">
      Not all of this link can be opened:{' '}
      {problems.map(({ field, message }) => `${field ?? ''} ${message}`.trim()).join('; ')}.
    </p>
  )
}
