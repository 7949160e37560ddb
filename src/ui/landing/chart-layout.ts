/** The scales of the landing page's chart: bits against strings, both linear, so that all there is to know is a line and full is flat. */
import { uniformCeilingBits } from '@/core/metrics/bits'
import { STRING_COUNTS } from '@/core/play/position'
import type { Try } from '@/core/play/tries'

export interface ChartLayout {
  /** Strings → px. */
  x(strings: number): number
  /** Bits → px. */
  y(bits: number): number
  /** Px → bits. */
  bitsAt(y: number): number
  /** Bits at the upper end. */
  readonly mostBits: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly yTicks: readonly number[]
  /** All there is to know, from nothing to where it leaves the chart: px. */
  readonly ceiling: readonly (readonly [x: number, y: number])[]
}

export const MOST_STRINGS = STRING_COUNTS.at(-1)!
/** 128 strings remembered whole have their place too, so that the chart does not say where it will be flat. */
const LEAST_TOP = 3300
/** V and S of all strings here. */
const VOCAB = 16
const SEQ_LEN = 8

/** @param fontSize px of the axes. */
export function chartLayout(
  width: number,
  height: number,
  fontSize: number,
  tries: readonly Pick<Try, 'bits'>[],
): ChartLayout {
  const plot = {
    left: Math.round(3.6 * fontSize),
    right: width - fontSize,
    top: Math.round(1.7 * fontSize),
    bottom: height - Math.round(3.3 * fontSize),
  }
  const most = Math.max(LEAST_TOP, ...tries.map(({ bits }) => 1.06 * bits))
  // No library: these two lines are all of it, and a scale's chunk is a twentieth of the first screen's bytes.
  const step = most > 3500 ? 1000 : 500
  const mostBits = Math.ceil(most / step) * step
  const high = plot.bottom - plot.top
  const x = (strings: number) => plot.left + (strings / MOST_STRINGS) * (plot.right - plot.left)
  const y = (bits: number) => plot.bottom - (bits / mostBits) * high
  const ceiling: [number, number][] = [[x(0), y(0)]]
  for (let n = 1; n <= MOST_STRINGS; n++) {
    const bits = uniformCeilingBits(n, SEQ_LEN, VOCAB)
    if (bits > mostBits) break
    ceiling.push([x(n), y(bits)])
  }
  return {
    ...plot,
    x,
    y,
    bitsAt: (px) => ((plot.bottom - px) / high) * mostBits,
    mostBits,
    yTicks: Array.from({ length: mostBits / step + 1 }, (_, i) => i * step),
    ceiling,
  }
}
