/** What the runs have shown: the headlines, the first one large, and the numbers behind them in a fold. */
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ToldFinding } from '@/core/figures/exhibits'
import type { Verdict } from '@/core/findings/finding'
import { roughDurationText, unbroken } from '@/core/text/number'
import { isActive } from '@/state/run-status'
import { sizeColor } from '../charts/size-color'
import { usePresetTimes } from '../controls/use-preset-times'
import { useLab } from '../lab-context'
import type { ExhibitionStore } from './figure-feed'

interface AnswerProps {
  readonly store: ExhibitionStore
  /** Whether presets that would settle an open finding can be chosen here. */
  readonly canChoose?: boolean
}

export function Answer({ store, canChoose = true }: AnswerProps) {
  const { findings, findingsProblem, records, isTraining: training } = useStore(store, (s) => s.summary)
  // Findings come and go while models train: the first alone moves nothing.
  const headlines = training ? findings.slice(0, 1) : findings
  const box = useKeptHeight(training)
  return (
    <section className="answer" aria-labelledby="findings-title" ref={box}>
      <h2 id="findings-title" className="visually-hidden">
        What these runs show
      </h2>
      {findingsProblem !== undefined ? (
        <p role="alert">
          <strong>These runs could not be put into words:</strong> {findingsProblem}
        </p>
      ) : findings.length === 0 ? (
        <p className="answer-empty">
          {records.length === 0
            ? 'Nothing has finished yet. The first results appear here.'
            : 'Too few runs have finished to say anything yet.'}
        </p>
      ) : (
        <>
          <ul className="headlines" data-alone={training}>
            {headlines.map((finding, i) => (
              <Headline
                key={finding.text}
                finding={finding}
                settledBy={canChoose && isFirstOfItsPreset(headlines, i) ? finding.settledBy : undefined}
              />
            ))}
          </ul>
          {!training && <MarkKey verdicts={new Set(findings.map(({ verdict }) => verdict))} />}
          <details className="numbers">
            <summary>The numbers</summary>
            <ul className="verdict-list">
              {findings.map((finding) => (
                <Numbers key={finding.text} finding={finding} />
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  )
}

/** Holds the height that an element had at rest while models train, so that what stands below it stays where it is. */
function useKeptHeight(training: boolean): RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null)
  const atRest = useRef(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    element.style.minHeight = training ? `${atRest.current}px` : ''
    if (!training) atRest.current = element.offsetHeight
  })
  return box
}

/** Whether no finding before it is settled by the same preset: that is said once. */
const isFirstOfItsPreset = (findings: readonly ToldFinding[], index: number): boolean =>
  findings.findIndex(({ settledBy }) => settledBy === findings[index]?.settledBy) === index

const MARKS: Readonly<Record<Verdict, readonly [sign: string, word: string]>> = {
  agrees: ['✓', 'Agrees with the paper'],
  differs: ['≠', 'Differs from the paper'],
  'no effect': ['=', 'No effect'],
  'not told apart': ['?', 'Not told apart from chance'],
  'not reached': ['○', 'Not settled by these runs'],
  seen: ['●', 'Seen in these runs'],
}

/** What the marks on show mean, for eyes only: a reader is told with each of them. */
function MarkKey({ verdicts }: { verdicts: ReadonlySet<Verdict> }) {
  return (
    <p className="mark-key" aria-hidden="true">
      {Array.from(verdicts, (verdict) => {
        const [sign, word] = MARKS[verdict]
        return (
          <span key={verdict} data-verdict={verdict}>
            <b>{sign}</b> {word.toLowerCase()}
          </span>
        )
      })}
    </p>
  )
}

interface HeadlineProps {
  readonly finding: ToldFinding
  /** The id of a preset that would decide what these runs leave open. */
  readonly settledBy: string | undefined
}

function Headline({ finding: { headline, verdict }, settledBy }: HeadlineProps) {
  const [sign, word] = MARKS[verdict]
  return (
    <li data-verdict={verdict}>
      <span className="verdict-sign" role="img" aria-label={word} title={word}>
        {sign}
      </span>
      <span>
        {unbroken(headline)} {settledBy && <SettledBy id={settledBy} />}
      </span>
    </li>
  )
}

/** Leads to the preset that would tell, with its time here. */
function SettledBy({ id }: { id: string }) {
  const { config, run } = useLab()
  const preset = useStore(config, (s) =>
    s.presetId === id ? undefined : s.experiment.presets.find((p) => p.id === id),
  )
  const busy = useStore(run, (s) => isActive(s.status))
  const seconds = usePresetTimes().get(id)
  if (!preset) return undefined
  return (
    <button
      type="button"
      className="link-button"
      disabled={busy}
      onClick={() => config.getState().choosePreset(id)}
    >
      {`${preset.label} would tell`}
      {/* Until the time is known, its room. */}
      <span
        className={seconds === undefined ? 'room' : undefined}
      >{`, ${roughDurationText(seconds ?? 600)}`}</span>
      {' ▸'}
    </button>
  )
}

function Numbers({ finding: { text, verdict, paper, color } }: { finding: ToldFinding }) {
  const [sign, word] = MARKS[verdict]
  return (
    <li data-verdict={verdict}>
      <p>
        <strong className="verdict-word">
          <span aria-hidden="true">{sign}</span> {word}.
        </strong>{' '}
        {color !== undefined && (
          <span className="swatch" style={{ background: sizeColor(color) }} aria-hidden="true" />
        )}
        {unbroken(text)}
      </p>
      {paper && (
        <p className="verdict-paper">
          <span>The paper:</span> {unbroken(paper.replace(/\.$/, ''))}.
        </p>
      )}
    </li>
  )
}
