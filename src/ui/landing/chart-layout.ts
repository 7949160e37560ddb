/** The scales of the landing page's chart: bits against strings, both linear, so that all there is to know is a line and full is flat. */
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { STRING_COUNTS } from '@/core/play/position'
import type { Try } from '@/core/play/tries'

export interface ChartLayout {
  readonly x: ScaleLinear<number, number>
  readonly y: ScaleLinear<number, number>
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
const TICKS = 6

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
  const x = scaleLinear([0, MOST_STRINGS], [plot.left, plot.right])
  const y = scaleLinear([0, most], [plot.bottom, plot.top]).nice(TICKS)
  const [, top = most] = y.domain()
  const ceiling: [number, number][] = [[x(0), y(0)]]
  for (let n = 1; n <= MOST_STRINGS; n++) {
    const bits = uniformCeilingBits(n, SEQ_LEN, VOCAB)
    if (bits > top) break
    ceiling.push([x(n), y(bits)])
  }
  return { ...plot, x, y, yTicks: y.ticks(TICKS), ceiling }
}
