/** One string of the training data, symbol by symbol: what the model knows of each, and where it looks. */
import { Button, NativeSelect } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { countText, decimalText, percentText } from '@/core/text/number'
import type { MicroscopeStore, OpenedModel, StringAnswer } from '@/state/microscope-store'
import { type Attention, AttentionArcs, AttentionText, strongestHead, withoutHeads } from './attention'
import { headColor } from './head-colors'
import { NumberBox } from './number-box'
import type { Alphabet } from './symbols'
import { TokenFace } from './token-cell'
import { useColumns } from './use-columns'

/** Px that a symbol needs beside others, and in one row of them. */
const LEAST_SYMBOL = 30
/** Rows of a long string that are shown at once. */
const MOST_ROWS = 6
/** Strings of at most so many symbols have their bits under them. */
const MOST_WITH_BITS = 64
/** Look of the buttons ‹ and ›. */
const STEP = { variant: 'default', size: 'compact-lg' } as const

interface StringViewProps {
  readonly store: MicroscopeStore
  readonly model: OpenedModel
  readonly alphabet: Alphabet
}

export function StringView({ store, model, alphabet }: StringViewProps) {
  const answer = useStore(store, (s) => s.answer)
  return (
    <section aria-labelledby="inside-one-string">
      <div className="microscope-heading">
        <h3 id="inside-one-string">Inside one string</h3>
        {model.strings > 1 && <StringChoice store={store} strings={model.strings} />}
      </div>
      {answer && <Symbols store={store} answer={answer} alphabet={alphabet} />}
    </section>
  )
}

function StringChoice({ store, strings }: { store: MicroscopeStore; strings: number }) {
  const string = useStore(store, (s) => s.string)
  const choose = (index: number) => store.getState().see({ string: (index + strings) % strings })
  return (
    <div className="stepper">
      <Button {...STEP} aria-label="The string before" onClick={() => choose(string - 1)}>
        ‹
      </Button>
      <label>
        string <NumberBox least={1} most={strings} value={string + 1} onChange={(to) => choose(to - 1)} /> of{' '}
        {countText(strings)}
      </label>
      <Button {...STEP} aria-label="The next string" onClick={() => choose(string + 1)}>
        ›
      </Button>
    </div>
  )
}

interface SymbolsProps {
  readonly store: MicroscopeStore
  readonly answer: StringAnswer
  readonly alphabet: Alphabet
}

function Symbols({ store, answer, alphabet }: SymbolsProps) {
  const { tokens } = answer
  const position = useStore(store, (s) => s.position) ?? tokens.length - 1
  const { source, shape } = useStore(store, (s) => s.trial)
  const { heads } = shape
  const [layer, setLayer] = useState(0)
  const { ref, columns } = useColumns(tokens.length, LEAST_SYMBOL)
  const inOneRow = columns === tokens.length
  const without = useStore(store, (s) => s.without)
  const off = without.flatMap((part) => (part.kind === 'head' && part.layer === layer ? [part.head] : []))
  const weights = answer.attention[layer] ?? answer.attention[0] ?? new Float64Array(0)
  // The answer may be of the position that was looked at before.
  const attention = withoutHeads({ heads, position: weights.length / heads - 1, weights }, off)
  const window = inOneRow ? tokens.length : columns * MOST_ROWS
  const first = Math.floor(position / window) * window
  const shown = Array.from({ length: Math.min(window, tokens.length - first) }, (_, i) => first + i)
  const total = answer.bits.reduce((sum, bits) => sum + bits, 0)
  return (
    <>
      <p className="microscope-note three-lines">
        {summary(answer, total, source.id === 'uniform' ? Math.log2(shape.vocab) : undefined)}
      </p>
      <Legend heads={heads} off={off} layers={answer.attention.length} layer={layer} onLayer={setLayer} />
      <div ref={ref}>
        <div
          className="microscope-string"
          data-one-row={inOneRow || undefined}
          style={{ '--columns': columns } as React.CSSProperties}
        >
          {inOneRow && <AttentionArcs attention={attention} columns={columns} />}
          <Cells
            store={store}
            answer={answer}
            alphabet={alphabet}
            shown={shown}
            position={position}
            marks={inOneRow ? undefined : attention}
          />
        </div>
      </div>
      <AttentionText attention={attention} tokens={tokens} alphabet={alphabet} />
      {shown.length < tokens.length && (
        <Pager first={first} window={window} length={tokens.length} store={store} />
      )}
      <div className="changes">
        <ChangeSymbol store={store} answer={answer} alphabet={alphabet} position={position} />
        <UndoChanges store={store} />
      </div>
    </>
  )
}

const bitsText = (bits: number): string => (bits < 100 ? decimalText(bits, 1) : countText(Math.round(bits)))

/**
 * @param bits known of the string.
 * @param symbolBits log₂ V where all symbols are equally likely, so that it can be said of how many bits: about, for a model may know a little
 * more of one string where it knows less of another.
 */
function summary(
  { tokens, said, choiceBits }: StringAnswer,
  bits: number,
  symbolBits: number | undefined,
): string {
  const known = Array.from(tokens.keys()).filter((t) => choiceBits[t] === 0)
  const right = known.filter((t) => said[t] === tokens[t]).length
  const spent = tokens.length - known.length
  const outlined =
    spent === 0
      ? ''
      : ` Outlined: ${spent === 1 ? 'the symbol that says' : `the ${spent} symbols that say`} which string it is.`
  const all = symbolBits && symbolBits * tokens.length - choiceBits.reduce((sum, own) => sum + own, 0)
  return `It gets ${countText(right)} of ${countText(known.length)} symbols right, given those before each, and knows ${
    bits < 0
      ? `nothing of this string: it costs ${bitsText(-bits)} bits more than guessing.`
      : `${bitsText(bits)} ${all ? `of about ${countText(Math.round(all))} ` : ''}bits of this string.`
  }${outlined}`
}

interface LegendProps {
  readonly heads: number
  /** Those that are switched off. */
  readonly off: readonly number[]
  readonly layers: number
  readonly layer: number
  readonly onLayer: (layer: number) => void
}

function Legend({ heads, off, layers, layer, onLayer }: LegendProps) {
  const on = Array.from({ length: heads }, (_, head) => head).filter((head) => !off.includes(head))
  return (
    <div className="attention-legend">
      {layers > 1 && (
        <NativeSelect
          aria-label="Layer whose heads are shown"
          value={layer}
          data={Array.from({ length: layers }, (_, l) => ({ value: String(l), label: `layer ${l + 1}` }))}
          onChange={({ currentTarget }) => onLayer(Number(currentTarget.value))}
        />
      )}{' '}
      looks back with {on.length === 0 && 'no head'}
      {on.map((head) => (
        <b key={head}>
          <span className="head-swatch" style={{ background: headColor(head) }} /> head {head + 1}{' '}
        </b>
      ))}
    </div>
  )
}

interface CellsProps extends SymbolsProps {
  readonly shown: readonly number[]
  readonly position: number
  /** Attention as marks on the symbols, where arcs do not fit. */
  readonly marks: Attention | undefined
}

function Cells({ store, answer, alphabet, shown, position, marks }: CellsProps) {
  const { tokens, said, probabilities, choiceBits, bits } = answer
  const group = useRef<HTMLDivElement>(null)
  const hasFocus = useRef(false)
  useEffect(() => {
    if (hasFocus.current) group.current?.querySelector<HTMLElement>(`[data-position="${position}"]`)?.focus()
  }, [position])
  const most = marks ? Math.max(...marks.weights) : 1
  return (
    <div
      ref={group}
      className="microscope-cells"
      role="group"
      aria-label="Symbols of the string: arrow keys move, a symbol’s own key changes it"
      onFocus={() => {
        hasFocus.current = true
      }}
      onBlur={() => {
        hasFocus.current = false
      }}
      onKeyDown={(event) => actOnKey(event, store, answer, alphabet, position)}
    >
      <span className="string-start" aria-hidden="true" />
      {shown.map((t) => {
        const looked = marks && strongestHead(marks, t)
        return (
          <button
            key={t}
            type="button"
            className="token-cell"
            data-position={t}
            tabIndex={t === position ? 0 : -1}
            aria-pressed={t === position}
            aria-label={`Symbol ${t + 1}: ${alphabet.text(tokens[t]!)}, ${percentText(probabilities[t]!)}${
              said[t] === tokens[t] ? '' : `; it says ${alphabet.text(said[t]!)}`
            }`}
            onClick={() => store.getState().see({ position: t })}
          >
            <TokenFace
              text={alphabet.text(tokens[t]!)}
              probability={probabilities[t]!}
              outlined={choiceBits[t]! > 0}
              wrong={choiceBits[t] === 0 && said[t] !== tokens[t]}
            />
            {looked && looked.weight > 0 && (
              <span
                className="attention-mark"
                style={{ background: headColor(looked.head), opacity: looked.weight / most }}
              />
            )}
            {tokens.length <= MOST_WITH_BITS && (
              <span className="token-bits" aria-hidden="true">
                {decimalText(bits[t]!, 1)}
              </span>
            )}
          </button>
        )
      })}
    </div>
  )
}

function actOnKey(
  event: KeyboardEvent,
  store: MicroscopeStore,
  { tokens }: StringAnswer,
  alphabet: Alphabet,
  position: number,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const last = tokens.length - 1
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, position - 1),
    ArrowRight: Math.min(last, position + 1),
    Home: 0,
    End: last,
  }
  const to = moves[event.key]
  const symbol = alphabet.ofKey(event.key)
  if (to !== undefined) store.getState().see({ position: to })
  else if (symbol !== undefined && event.key !== ' ') change(store, tokens, position, symbol)
  else return
  event.preventDefault()
}

const change = (store: MicroscopeStore, tokens: Int32Array, position: number, symbol: number): void =>
  store.getState().see({ changed: [...tokens].with(position, symbol) })

function Pager({
  first,
  window,
  length,
  store,
}: {
  first: number
  window: number
  length: number
  store: MicroscopeStore
}) {
  const to = (position: number) => store.getState().see({ position })
  return (
    <div className="stepper">
      <Button {...STEP} aria-label="Earlier symbols" disabled={first === 0} onClick={() => to(first - 1)}>
        ‹
      </Button>
      symbols {countText(first + 1)}–{countText(Math.min(length, first + window))} of {countText(length)}
      <Button
        {...STEP}
        aria-label="Later symbols"
        disabled={first + window >= length}
        onClick={() => to(first + window)}
      >
        ›
      </Button>
    </div>
  )
}

function ChangeSymbol({ store, answer, alphabet, position }: SymbolsProps & { position: number }) {
  const vocab = useStore(store, (s) => s.trial.shape.vocab)
  const { tokens } = answer
  // Thousands at the most, and the same with every answer.
  const options = useMemo(
    () =>
      Array.from({ length: vocab }, (_, symbol) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a symbol is its number
        <option key={symbol} value={symbol}>
          {alphabet.text(symbol)}
        </option>
      )),
    [vocab, alphabet],
  )
  return (
    <label className="change-symbol">
      Change symbol {position + 1} to{' '}
      <NativeSelect
        value={tokens[position]}
        onChange={({ currentTarget }) => change(store, tokens, position, Number(currentTarget.value))}
      >
        {options}
      </NativeSelect>{' '}
      and ask again
    </label>
  )
}

/** Keeps its room where nothing is changed, so that the first change moves nothing. */
function UndoChanges({ store }: { store: MicroscopeStore }) {
  const isChanged = useStore(store, (s) => s.changed !== undefined)
  const undo = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    // The button goes, and the focus with it: what makes the next change has it then.
    currentTarget.closest('.changes')?.querySelector('select')?.focus()
    store.getState().see({ changed: undefined })
  }
  return (
    <span className="microscope-note" style={{ visibility: isChanged ? undefined : 'hidden' }}>
      With your changes.{' '}
      <Button variant="default" size="compact-sm" onClick={undo}>
        Undo them
      </Button>
    </span>
  )
}
