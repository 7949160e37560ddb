/** The strings that the model is given, each symbol in a shade, and below them one that it never sees. By pointer or keys one is read or opened. */
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { KnownSymbols } from '@/core/metrics/known-symbols'
import { knownWordForWord, type MarkedStrings } from '@/core/play/play-strings'
import { plural } from '@/core/text/number'
import { symbolText } from './draw-strings'
import { type GridLayout, gridLayout } from './grid-layout'
import { usePlay } from './play-context'
import { StringsCanvas } from './strings-canvas'

/** With more strings, letters and red edges would drown the picture. */
const MOST_LEGIBLE = 64
const CORNER = 4
/** Of the element that has the focus while strings are read. */
export const STRINGS_ID = 'strings'
const LEGEND_SHADES = [0, 0.2, 0.4, 0.6, 0.8, 1]

interface StringsGridProps {
  /** Opens a string, by its index. */
  readonly onString: (string: number) => void
}

export function StringsGrid({ onString }: StringsGridProps) {
  const strings = usePlay((s) => s.strings.training)
  const known = usePlay((s) => s.frames[s.shown]?.training)
  const isDone = usePlay((s) => s.status.kind === 'done')
  const { ref, width, height } = useElementSize()
  const [at, setAt] = useState<number>()
  const [spoken, setSpoken] = useState('')
  /** Where the keys go on when they come back. */
  const last = useRef<number>(undefined)
  const { count, seqLen } = strings
  const layout = gridLayout(count, seqLen, width, height)
  const pointed = at !== undefined && at < count ? at : undefined

  const pointAt = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return layout.stringAt(event.clientX - left, event.clientY - top)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onString(pointed ?? 0)
      return
    }
    const next = stringByKey(event.key, pointed, count, layout)
    if (next === undefined) return
    event.preventDefault()
    setAt(next)
    last.current = next
    setSpoken(stringText(strings, known, next))
  }
  return (
    <section className="strings" aria-label="The strings">
      <div className="strings-head">
        <h2>
          {plural(count, 'string')} <span>· open one</span>
        </h2>
        <Legend />
      </div>
      <div
        ref={ref}
        id={STRINGS_ID}
        className="strings-box"
        role="group"
        tabIndex={0}
        aria-label={`${plural(count, 'string')} of ${seqLen} symbols${isDone && known ? `, ${knownWordForWord(strings, known)} known word for word` : ''}. Arrow keys read them, Enter opens one.`}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && setAt(last.current)}
        onBlur={() => setAt(undefined)}
        onPointerMove={(event) => setAt(pointAt(event))}
        onPointerLeave={() => setAt(undefined)}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          const string = layout.stringAt(event.clientX - box.left, event.clientY - box.top)
          if (string !== undefined) onString(string)
        }}
      >
        <StringsCanvas
          strings={strings}
          known={known}
          isLegible={count <= MOST_LEGIBLE}
          corner={CORNER}
          size={{ width, height }}
        />
        {pointed !== undefined && <Ring layout={layout} string={pointed} />}
        <span className="visually-hidden" aria-live="polite">
          {spoken}
        </span>
      </div>
      <HeldOutRow />
    </section>
  )
}

function Legend() {
  return (
    <p className="legend" aria-hidden="true">
      <OutlinedKey />
      <span>guesses</span>
      <span className="legend-shades">
        {LEGEND_SHADES.map((p) => (
          <i
            key={p}
            className="token"
            style={{ background: `color-mix(in srgb, var(--known) ${100 * p ** 1.15}%, var(--unknown))` }}
          />
        ))}
      </span>
      <span>knows</span>
    </p>
  )
}

/** On a phone it stands beside the held-out string, where there is room for some of it. */
function OutlinedKey() {
  return (
    <span className="legend-outline" aria-hidden="true">
      <i className="token" data-outlined /> says which<span> string</span>
    </span>
  )
}

function WrongKey() {
  return (
    <span className="legend-wrong" aria-hidden="true">
      <i className="token" /> wrong
    </span>
  )
}

function Ring({ layout, string }: { layout: GridLayout; string: number }) {
  const { left, top, width, height } = layout.string(string)
  return <span className="string-ring" style={{ left, top, width, height }} aria-hidden="true" />
}

function HeldOutRow() {
  const strings = usePlay((s) => s.strings.heldOut)
  const known = usePlay((s) => s.frames[s.shown]?.heldOut)
  const { ref, width, height } = useElementSize()
  return (
    <div className="held-out">
      <div ref={ref} className="held-out-box" role="img" aria-label={stringText(strings, known, 0)}>
        <StringsCanvas strings={strings} known={known} isLegible corner={CORNER} size={{ width, height }} />
      </div>
      <span>never seen</span>
      <WrongKey />
      <OutlinedKey />
    </div>
  )
}

/** The string that an arrow key leads to; undefined for other keys. */
function stringByKey(
  key: string,
  from: number | undefined,
  count: number,
  { columns }: GridLayout,
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  }
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = steps[key]
  if (step === undefined) return undefined
  if (from === undefined) return 0
  const to = from + step
  return to < 0 || to >= count ? from : to
}

/** "String 5: 9 8 5 2 9 9 3 5. It says 1 for symbol 5." */
export function stringText(
  { tokens, seqLen, saysWhich, count }: MarkedStrings,
  known: KnownSymbols | undefined,
  string: number,
): string {
  const places = Array.from({ length: seqLen }, (_, t) => string * seqLen + t)
  const symbols = places.map((at) => symbolText(tokens[at]!)).join(' ')
  const name = count === 1 ? 'A string it never saw' : `String ${string + 1} of ${count}`
  if (!known) return `${name}: ${symbols}.`
  const wrong = places.filter((at) => !saysWhich[at] && known.said[at] !== tokens[at])
  const mistakes = wrong.map((at) => `${symbolText(known.said[at]!)} for symbol ${(at % seqLen) + 1}`)
  const said = wrong.length === 0 ? 'Known word for word.' : `It says ${mistakes.join(', ')}.`
  return `${name}: ${symbols}. ${said}`
}
