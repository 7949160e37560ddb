/** All strings at a glance: each a square, the darker the more of it is kept. A click looks into one. */
import { Button, useComputedColorScheme } from '@mantine/core'
import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { countText, decimalText } from '@/core/text/number'
import type { BitsAnswer, MicroscopeStore } from '@/state/microscope-store'

const WIDTH = 480
const LARGEST_SQUARE = 20
const SMALLEST_SQUARE = 4
const MOST_ROWS = 24

interface StripLayout {
  readonly columns: number
  readonly square: number
  readonly rows: number
}

function layOut(count: number): StripLayout {
  let square = LARGEST_SQUARE
  const rowsOf = (own: number) => Math.ceil(count / Math.floor(WIDTH / own))
  while (square > SMALLEST_SQUARE && rowsOf(square) * square > 80) square--
  return { square, columns: Math.floor(WIDTH / square), rows: Math.min(MOST_ROWS, rowsOf(square)) }
}

interface StripProps {
  readonly store: MicroscopeStore
  readonly answer: BitsAnswer
  /** What the model knows of the same strings untouched, while it is rounded or lacks parts. */
  readonly whole: BitsAnswer | undefined
  /** The most bits that can be known of a string. */
  readonly ceiling: number
}

export function StringStrip({ store, answer, whole, ceiling }: StripProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const chosen = useStore(store, (s) => s.string)
  const { strings, bits } = answer
  const layout = layOut(strings.length)
  const { square, columns, rows } = layout
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are the scheme's
  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    drawStrip(element, context, { answer, ceiling, chosen, layout: layOut(bits.length) })
  }, [answer, bits, ceiling, chosen, scheme])
  const [least, most] = ends(bits)
  const [leastText, mostText] = [decimalText(bits[least]!, 1), decimalText(bits[most]!, 1)]
  const lost = whole && whole !== answer ? bits.map((own, i) => whole.bits[i]! - own) : undefined
  const worst = lost ? ends(lost)[1] : least
  const choose = (i: number) => store.getState().see({ string: strings[i]! })
  return (
    <div className="string-strip">
      <h4 className="small-heading">String by string</h4>
      <canvas
        ref={canvas}
        width={WIDTH}
        height={rows * square}
        aria-hidden="true"
        onClick={({ currentTarget, clientX, clientY }) => {
          const box = currentTarget.getBoundingClientRect()
          const scale = WIDTH / box.width
          const column = Math.floor(((clientX - box.left) * scale) / square)
          const i = Math.floor(((clientY - box.top) * scale) / square) * columns + column
          if (column < columns && i < strings.length) choose(i)
        }}
      />
      {leastText === mostText ? (
        <p className="microscope-note">{`All are kept alike: ${mostText} bits of each.`}</p>
      ) : (
        <p className="microscope-note">
          Best kept:{' '}
          <Button variant="default" size="compact-sm" onClick={() => choose(most)}>
            string {countText(strings[most]! + 1)}
          </Button>
          , {mostText} bits. {lost ? 'Lost most' : 'Least'}:{' '}
          <Button variant="default" size="compact-sm" onClick={() => choose(worst)}>
            string {countText(strings[worst]! + 1)}
          </Button>
          , {lost ? decimalText(lost[worst]!, 1) : leastText}.
        </p>
      )}
    </div>
  )
}

/** Indices of the least and of the largest. */
function ends(values: ArrayLike<number>): readonly [least: number, largest: number] {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!)
  return [order[0]!, order.at(-1)!]
}

interface Drawn {
  readonly answer: BitsAnswer
  readonly ceiling: number
  readonly chosen: number
  readonly layout: StripLayout
}

function drawStrip(
  element: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { answer: { strings, bits }, ceiling, chosen, layout: { square, columns, rows } }: Drawn,
): void {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name)
  const gap = square > 8 ? 2 : 1
  context.clearRect(0, 0, element.width, element.height)
  for (let i = 0; i < Math.min(bits.length, rows * columns); i++) {
    const [x, y] = [(i % columns) * square, Math.floor(i / columns) * square]
    const share = bits[i]! / ceiling
    context.globalAlpha = 1
    context.fillStyle = colour('--unknown')
    context.fillRect(x, y, square - gap, square - gap)
    context.globalAlpha = Math.min(1, Math.abs(share))
    context.fillStyle = colour(share < 0 ? '--wrong' : '--known')
    context.fillRect(x, y, square - gap, square - gap)
    if (strings[i] !== chosen) continue
    context.globalAlpha = 1
    context.strokeStyle = colour('--ink')
    context.lineWidth = 2
    context.strokeRect(x, y, square - gap, square - gap)
  }
  context.globalAlpha = 1
}
