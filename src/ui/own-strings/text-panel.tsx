/** Paste or drop a text, see what it becomes, train on it, and read which of its strings came back. */
import { Button, FileButton, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { type DragEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import {
  CUTS,
  type Cut,
  defaultLength,
  normalizeText,
  OWN_LENGTHS,
  type OwnSource,
} from '@/core/data/own-strings'
import { hashText, type OwnText, readText } from '@/core/data/read-text'
import { isNamed, MISSING_TEXT, ownSourceOf, ownTextOf } from '@/core/sweep/own-text'
import { caveat, cutSentences, refusalText, symbolText } from '@/core/text/own-text'
import { isActive } from '@/state/run-status'
import { RUN_BUTTON_ID } from '../controls/run-bar'
import { agreeText, useQuestion } from '../controls/use-question'
import { useLab } from '../lab-context'
import '../styles/own-strings.css'
import { LineResults } from './line-results'
import { readTextFile } from './read-file'
import { STARTERS } from './starters'

/** Whether strings can be so long; undefined stands for what suits the text. */
const isLength = (length: number | undefined): boolean =>
  length === undefined || (Number.isInteger(length) && length >= OWN_LENGTHS.min && length <= OWN_LENGTHS.max)

const CUT_NAMES: Readonly<Record<Cut, string>> = {
  lines: 'one string per line',
  running: 'running text',
}

export function TextPanel() {
  const { config, ownText } = useLab()
  const values = useStore(config, (s) => s.values)
  const source = ownSourceOf(values)
  const length = ownTextOf(values)?.seqLen
  const known = useStore(ownText, (s) => (source ? s.texts.get(source.hash) : undefined))
  const isMissing = useStore(ownText, (s) => source !== undefined && s.missing === source.hash)
  const [kept, setKept] = useState<{ readonly hash: string; readonly text: string }>()
  if (source && known !== undefined && kept?.hash !== source.hash) setKept({ hash: source.hash, text: known })
  return (
    <>
      {isMissing && (
        <p className="alarm" role="alert">
          {MISSING_TEXT}
        </p>
      )}
      {/* A text that comes from storage or a link takes the place of an empty field, and stays in it when it is no longer trained on. */}
      <Draft key={kept?.hash} text={kept?.text ?? ''} used={source} usedLength={length} />
      <LineResults />
    </>
  )
}

interface DraftProps {
  readonly text: string
  /** The text that the config is about, and the length of its strings. */
  readonly used: OwnSource | undefined
  readonly usedLength: number | undefined
}

function Draft({ text, used, usedLength }: DraftProps) {
  const lab = useLab()
  const [raw, setRaw] = useState(text)
  const [cut, setCut] = useState<Cut>(used?.cut ?? 'lines')
  const [lowerCase, setLowerCase] = useState(false)
  const [length, setLength] = useState(text === '' ? undefined : usedLength)
  const [problem, setProblem] = useState('')
  const busy = useStore(lab.run, (s) => isActive(s.status))
  const read = useMemo(
    () =>
      raw.trim() === '' || !isLength(length) ? undefined : readText(raw, { cut, lowerCase, seqLen: length }),
    [raw, cut, lowerCase, length],
  )
  const field = useRef<HTMLTextAreaElement>(null)
  useLedTo(field)
  const take = (next: string) => {
    setProblem('')
    // The text of a link that came without it is cut as the link has it, whatever would suit it now.
    const isUsed = used !== undefined && hashText(normalizeText(next, lowerCase)) === used.hash
    if (isUsed) setCut(used.cut)
    setLength(isUsed ? usedLength : undefined)
    setRaw(next)
  }
  const takeFile = async (file: File | null | undefined) => {
    if (!file) return
    const found = await readTextFile(file)
    if ('text' in found) take(found.text)
    else setProblem(found.problem)
  }
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    void takeFile(file)
  }
  const suits = raw.trim() === '' ? '' : defaultLength(normalizeText(raw, lowerCase), cut)
  return (
    <div className="own-draft" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <Textarea
        ref={field}
        label="Your text"
        description="Paste it, drop a file, or begin with one of these. It stays in this browser."
        value={raw}
        onChange={(event) => take(event.currentTarget.value)}
        disabled={busy}
        rows={8}
        spellCheck={false}
        autoComplete="off"
      />
      <Starters busy={busy} onText={take} onFile={takeFile} />
      <div className="own-options">
        <NativeSelect
          label="Cut into strings"
          value={cut}
          disabled={busy}
          data={CUTS.map((value) => ({ value, label: CUT_NAMES[value] }))}
          onChange={(event) => {
            setLength(undefined)
            setCut(CUTS.find((known) => known === event.currentTarget.value) ?? 'lines')
          }}
        />
        <TextInput
          label="Symbols in a string"
          inputMode="numeric"
          value={length === undefined ? suits : Number.isNaN(length) ? '' : length}
          error={isLength(length) ? undefined : `${OWN_LENGTHS.min} to ${OWN_LENGTHS.max}`}
          disabled={busy}
          autoComplete="off"
          onChange={(event) => {
            const typed = event.currentTarget.value.trim()
            setLength(typed === '' ? undefined : Number(typed))
          }}
        />
        <Switch
          label="Lower case"
          checked={lowerCase}
          disabled={busy}
          onChange={(event) => setLowerCase(event.currentTarget.checked)}
        />
      </div>
      {problem !== '' && (
        <p className="alarm" role="alert">
          {problem}
        </p>
      )}
      {read?.status === 'refused' && (
        <p className="alarm" role="alert">
          {refusalText(read.refusal)}
        </p>
      )}
      {read?.status === 'read' && <Taken own={read.own} busy={busy} />}
    </div>
  )
}

/** Has the focus, in the middle of the screen, when somebody asked for a text of their own elsewhere. */
function useLedTo(field: RefObject<HTMLTextAreaElement | null>): void {
  const { ownText } = useLab()
  const isWanted = useStore(ownText, (s) => s.isWanted)
  useEffect(() => {
    if (!isWanted) return
    // After the page has been scrolled to its top, as it is with every experiment that is opened.
    const frame = requestAnimationFrame(() => {
      field.current?.focus({ preventScroll: true })
      field.current?.scrollIntoView({ block: 'center' })
      ownText.getState().opened()
    })
    return () => cancelAnimationFrame(frame)
  }, [isWanted, ownText, field])
}

interface StartersProps {
  readonly busy: boolean
  onText(text: string): void
  onFile(file: File | null): Promise<void>
}

/** Where a text may come from, beside the clipboard. */
const Starters = ({ busy, onText, onFile }: StartersProps) => (
  <div className="own-buttons">
    {STARTERS.map((starter) => (
      <Button
        key={starter.name}
        size="compact-md"
        variant="default"
        disabled={busy}
        onClick={() => onText(starter.text())}
      >
        {starter.name}
      </Button>
    ))}
    <FileButton
      accept="text/*,.txt,.md,.csv"
      onChange={(file) => void onFile(file)}
      inputProps={{ 'aria-label': 'Text file', disabled: busy }}
    >
      {(props) => (
        <Button size="compact-md" variant="default" disabled={busy} {...props}>
          Choose a file
        </Button>
      )}
    </FileButton>
  </div>
)

/** What the text became, and the buttons that train on it. */
function Taken({ own, busy }: { readonly own: OwnText; readonly busy: boolean }) {
  const { config, ownText, run } = useLab()
  const values = useStore(config, (s) => s.values)
  const isHere = useStore(ownText, (s) => s.texts.has(own.source.hash))
  const isUsed = isHere && isNamed(own, values)
  const asked = useQuestion()
  const trainButton = useRef<HTMLButtonElement>(null)
  const leave = () => {
    flushSync(() => ownText.getState().leave())
    // The button that was pressed has gone.
    trainButton.current?.focus({ preventScroll: true })
  }
  const train = () => {
    if (!isUsed) ownText.getState().use(own)
    void run.getState().start()
    // The figure fills far above, and this button goes: the run's own button, beside the figure, takes the focus.
    document.getElementById(RUN_BUTTON_ID)?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }
  return (
    <>
      <div className="own-summary" role="status">
        <p>{cutSentences(own).join(' ')}</p>
        <p>
          Its alphabet, {own.strings.symbols.length} symbols:{' '}
          <bdi className="own-alphabet">{own.strings.symbols.map(symbolText).join(' ')}</bdi>
        </p>
      </div>
      <p className="fine-print">{caveat(own)}</p>
      <div className="own-buttons">
        {(!isUsed || asked !== undefined) && (
          <Button ref={trainButton} disabled={busy} onClick={train}>
            {(isUsed && agreeText(asked)) || 'Train on this text'}
          </Button>
        )}
        {ownSourceOf(values) && (
          <Button variant="default" disabled={busy} onClick={leave}>
            Back to random strings
          </Button>
        )}
      </div>
    </>
  )
}
