/**
 * Where the visitor says that the next dot will land: dragged, or moved with the arrow keys, settled with Enter and skipped with Escape. It stays
 * beside what came, with the gap between them.
 */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import type { Prediction } from '@/core/play/prediction'
import { latestTry } from '@/core/play/tries'
import { countText } from '@/core/text/number'
import type { ChartLayout } from './chart-layout'
import { usePlay, usePlayStore } from './play-context'

const KEY_BITS = 50
const PAGE_BITS = 500
/** From so many strings on, words beside the place have no room to its right on a phone. */
const STRINGS_AT_END = 256
/** Px: over the chart's upper edge the name of the dashed line has its place. */
const LEAST_BELOW_TOP = 14

interface PredictionLayerProps {
  readonly layout: ChartLayout
  /** The question is answered or skipped by the keyboard: what comes next has the focus. */
  readonly onSettled: () => void
}

export function PredictionLayer({ layout, onSettled }: PredictionLayerProps) {
  const prediction = usePlay((s) => s.prediction)
  const width = usePlay((s) => s.position.width)
  const tries = usePlay((s) => s.tries)
  if (!prediction || prediction.width !== width) return undefined
  const { strings, bits } = prediction
  const landed = latestTry(tries, prediction)
  const left = layout.x(strings)
  if (!landed) return <Handle layout={layout} prediction={prediction} onSettled={onSettled} />
  const [guessed, came] = [layout.y(bits), layout.y(landed.bits)]
  return (
    <div className="prediction" data-landed>
      <span
        className="prediction-gap"
        style={{ left, top: Math.min(guessed, came), height: Math.abs(guessed - came) }}
      />
      <span className="prediction-guess" style={{ left, top: guessed }} />
      <span
        className="prediction-text"
        style={{ ...beside(left, strings, 16), top: textTop(guessed, layout) }}
      >
        {`you said ${countText(bits)}`}
      </span>
    </div>
  )
}

interface HandleProps extends PredictionLayerProps {
  readonly prediction: Prediction
}

function Handle({ layout, prediction, onSettled }: HandleProps) {
  const store = usePlayStore()
  const box = useRef<HTMLDivElement>(null)
  const { strings, placed, ceilingBits } = prediction
  const { x, y, bottom, mostBits } = layout
  // All there is to know may lie above the axis.
  const most = Math.min(ceilingBits, mostBits)
  const bits = Math.min(prediction.bits, most)
  const predict = (to: number) => store.getState().predict(Math.round(Math.max(0, Math.min(most, to))))
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return
    predict(layout.bitsAt(event.clientY - box.current.getBoundingClientRect().top))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(event.key, bits, most)
    if (to === undefined && event.key !== 'Escape') return
    event.preventDefault()
    if (to === undefined) store.getState().skipPrediction()
    else predict(to)
    if (event.key === 'Enter' || event.key === 'Escape') onSettled()
  }
  const question = placed ? `you say ${countText(bits)}` : `Where will ${strings} land?`
  return (
    <div className="prediction" ref={box}>
      <span
        className="prediction-track"
        style={{ left: x(strings), top: y(most), height: bottom - y(most) }}
      />
      <div
        className="prediction-handle"
        style={{ left: x(strings), top: y(bits) }}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Where will ${strings} strings land? Arrow keys move it, Enter settles it, Escape skips.`}
        aria-valuemin={0}
        aria-valuemax={Math.round(most)}
        aria-valuenow={Math.round(bits)}
        aria-valuetext={`${countText(bits)} bits`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      >
        ?
      </div>
      <span
        className="prediction-text"
        style={{ ...beside(x(strings), strings, 24), top: textTop(y(bits), layout) }}
        aria-hidden="true"
      >
        {question}
        <span className="prediction-by-pointer">{placed ? '. Now give it more.' : ' Drag it.'}</span>
        <span className="prediction-by-keys"> ↑ ↓ Enter</span>
      </span>
    </div>
  )
}

const textTop = (y: number, { top }: ChartLayout): number => Math.max(y, top + LEAST_BELOW_TOP)

/** Where words stand that are so far from their place, px. */
const beside = (x: number, strings: number, distance: number) =>
  strings < STRINGS_AT_END ? { left: x + distance } : { right: `calc(100% - ${x - distance}px)` }

/** Bits after a key; undefined for one that moves and settles nothing. */
function moved(key: string, bits: number, most: number): number | undefined {
  const to: Readonly<Record<string, number>> = {
    ArrowUp: bits + KEY_BITS,
    ArrowRight: bits + KEY_BITS,
    ArrowDown: bits - KEY_BITS,
    ArrowLeft: bits - KEY_BITS,
    PageUp: bits + PAGE_BITS,
    PageDown: bits - PAGE_BITS,
    Home: 0,
    End: most,
    Enter: bits,
  }
  return to[key]
}
