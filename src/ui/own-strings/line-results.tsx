/** Which strings of the text came back, from their first symbols, in a model that was trained on it. */
import { NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { byFate, type Fate, fateOf, type LineResult, lineResults } from '@/core/results/line-results'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { countText, plural } from '@/core/text/number'
import { withOwnText } from '@/state/own-text-store'
import { useLab } from '../lab-context'

/** First symbols that a string may be asked for by. */
const GIVEN = [1, 2, 3, 4, 6, 8, 12] as const
/** Strings that are drawn. */
const SHOWN = 200
/** Strings of the short lists. */
const ENDS = 3

const MARKS = {
  back: { sign: '✓', text: 'came back' },
  alike: { sign: '≈', text: 'begins like another' },
  lost: { sign: '✗', text: 'lost' },
} as const satisfies Record<Fate, { sign: string; text: string }>

export function LineResults() {
  const { results, ownText } = useLab()
  const shown = useStore(results, (s) => s.shown.runs)
  const texts = useStore(ownText, (s) => s.texts)
  const runs = useMemo(
    () =>
      finishedRuns(shown)
        .filter(({ trial: { source } }) => source.id === 'own' && texts.has(source.hash))
        .toSorted((a, b) => b.trial.datasetSize - a.trial.datasetSize || b.trial.params - a.trial.params),
    [shown, texts],
  )
  const [key, setKey] = useState('')
  const [given, setGiven] = useState<number>(3)
  const run = runs.find(({ trial }) => trial.key === key) ?? runs[0]
  if (!run) return undefined
  return (
    <section className="own-results" aria-label="Which strings came back">
      <div className="own-options">
        <NativeSelect
          label="Given its first"
          value={given}
          data={GIVEN.map((value) => ({ value: String(value), label: plural(value, 'symbol') }))}
          onChange={(event) => setGiven(Number(event.currentTarget.value))}
        />
        {runs.length > 1 && (
          <NativeSelect
            label="Model"
            className="own-model"
            value={run.trial.key}
            data={runs.map(({ trial }) => ({ value: trial.key, label: runName(trial) }))}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        )}
      </div>
      <Lines run={run} given={given} />
    </section>
  )
}

const runName = ({ datasetSize, params, seed }: FinishedRun['trial']): string =>
  `${plural(datasetSize, 'string')}, ${countText(params)} parameters, seed ${seed}`

function Lines({ run, given }: { readonly run: FinishedRun; readonly given: number }) {
  const { ownText } = useLab()
  const texts = useStore(ownText, (s) => s.texts)
  const lines = useMemo(
    () => withOwnText([run.trial], texts).flatMap((trial) => lineResults(run.record, trial)),
    [run, texts],
  )
  const fates = byFate(lines, given)
  const learned = lines.filter(({ isHeldBack }) => !isHeldBack)
  const heldBack = lines.filter(({ isHeldBack }) => isHeldBack)
  const guessed = heldBack.filter((line) => fateOf(line, given) === 'back').length
  if (lines.length === 0) return <p>This run was made before strings were counted one by one.</p>
  return (
    <>
      <p className="own-answer">
        <strong>{`${fates.back.length} of ${plural(learned.length, 'string')} came back word for word.`}</strong>{' '}
        {fates.alike.length > 0 &&
          `${countText(fates.alike.length)} more ${fates.alike.length === 1 ? 'begins' : 'begin'} like another string, so ${plural(given, 'symbol')} cannot say which is meant. `}
        {`Of ${plural(heldBack.length, 'string')} that it never saw: ${guessed}.`}
      </p>
      <div className="own-ends">
        <Ends title="Best kept" lines={fates.back.slice(0, ENDS)} />
        <Ends title="Lost" lines={fates.lost.slice(0, ENDS)} />
      </div>
      {/* Scrolls, so it can be reached by the keyboard. */}
      <section className="own-lines" aria-label="All strings" tabIndex={0}>
        <ul>
          {lines.slice(0, SHOWN).map((line) => (
            <Line key={line.index} line={line} given={given} />
          ))}
        </ul>
        {lines.length > SHOWN && (
          <p className="fine-print">{`The first ${SHOWN} of ${plural(lines.length, 'string')}.`}</p>
        )}
      </section>
    </>
  )
}

function Ends({ title, lines }: { readonly title: string; readonly lines: readonly LineResult[] }) {
  if (lines.length === 0) return undefined
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {lines.map(({ index, text, bits }) => (
          <li key={index}>
            <bdi className="own-text">{text}</bdi> <span className="own-bits">{countText(bits)} bits</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Line({ line, given }: { readonly line: LineResult; readonly given: number }) {
  const { text, isHeldBack, bits } = line
  const fate = fateOf(line, given)
  const mark = isHeldBack
    ? { sign: '○', text: fate === 'back' ? 'never seen, and guessed' : 'never seen' }
    : MARKS[fate]
  const symbols = [...text]
  return (
    <li data-fate={isHeldBack ? 'held-back' : fate}>
      <span aria-hidden="true">{mark.sign}</span>
      <bdi className="own-text">
        <b>{symbols.slice(0, given).join('')}</b>
        {symbols.slice(given).join('')}
      </bdi>
      <span className="own-bits">{`${mark.text}, ${countText(bits)} bits`}</span>
    </li>
  )
}
