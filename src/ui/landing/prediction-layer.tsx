/** Where the visitor says that the next dot will land: dragged, or moved with the keys; beside what came it stays, with the gap between them. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { latestTry } from '@/core/play/tries'
import { countText } from '@/core/text/number'
import type { ChartLayout } from './chart-layout'
import { usePlay, usePlayStore } from './play-context'

const KEY_BITS = 50
const PAGE_BITS = 500

export function PredictionLayer({ layout }: { layout: ChartLayout }) {
  const prediction = usePlay((s) => s.prediction)
  const width = usePlay((s) => s.position.width)
  const tries = usePlay((s) => s.tries)
  if (!prediction || prediction.width !== width) return undefined
  const { strings, bits } = prediction
  const landed = latestTry(tries, prediction)
  const left = layout.x(strings)
  // Twice what it held may lie above the axis.
  if (!landed) return <Handle layout={layout} strings={strings} bits={Math.min(bits, layout.mostBits)} />
  const [guessed, came] = [layout.y(bits), layout.y(landed.bits)]
  return (
    <div className="prediction" data-landed>
      <span
        className="prediction-gap"
        style={{ left, top: Math.min(guessed, came), height: Math.abs(guessed - came) }}
      />
      <span className="prediction-guess" style={{ left, top: guessed }} />
      <span className="prediction-text" style={{ left: left + 16, top: guessed }}>
        {`you said ${countText(bits)}`}
      </span>
    </div>
  )
}

interface HandleProps {
  readonly layout: ChartLayout
  readonly strings: number
  readonly bits: number
}

function Handle({ layout, strings, bits }: HandleProps) {
  const store = usePlayStore()
  const box = useRef<HTMLDivElement>(null)
  const { x, y, top, bottom, mostBits: most } = layout
  const predict = (wanted: number) =>
    store.getState().predict(Math.round(Math.max(0, Math.min(most, wanted))))
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return
    predict(layout.bitsAt(event.clientY - box.current.getBoundingClientRect().top))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Readonly<Record<string, number>> = {
      ArrowUp: bits + KEY_BITS,
      ArrowRight: bits + KEY_BITS,
      ArrowDown: bits - KEY_BITS,
      ArrowLeft: bits - KEY_BITS,
      PageUp: bits + PAGE_BITS,
      PageDown: bits - PAGE_BITS,
      Home: 0,
      End: most,
    }
    if (event.key === 'Escape') store.getState().skipPrediction()
    const wanted = to[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    predict(wanted)
  }
  return (
    <div className="prediction" ref={box}>
      <span className="prediction-track" style={{ left: x(strings), top, height: bottom - top }} />
      <div
        className="prediction-handle"
        style={{ left: x(strings), top: y(bits) }}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Where will ${strings} strings land?`}
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
      <span className="prediction-text" style={{ left: x(strings) + 24, top: y(bits) }} aria-hidden="true">
        {`Where will ${strings} land? Drag it.`}
      </span>
    </div>
  )
}
