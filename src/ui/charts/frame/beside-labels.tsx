/** Names inside the plot, beside their lines; tied to them where they had to move away. */
import { useMemo } from 'react'
import { useChart } from '../chart-context'
import { type BesidePlace, placeBeside } from './beside-layout'
import { ChartText, type Point } from './marks'
import type { Plot } from './scales'

export interface BesideLabel {
  readonly key: string
  /** Empty for a line without a name, which names still have to avoid. */
  readonly text: string
  readonly color: string
  /** Corners of the line as drawn, px. */
  readonly points: readonly Point[]
}

/** Width of a bold letter, in sizes of the font: a little more than most. */
const LETTER = 0.66

export function BesideLabels({ labels, plot }: { labels: readonly BesideLabel[]; plot: Plot }) {
  const { fontSize } = useChart()
  const { left, right, top, bottom } = plot
  const places = useMemo(
    () =>
      placeBeside(
        labels.map(({ text, points }) => ({
          points,
          width: text === '' ? undefined : text.length * LETTER * fontSize,
        })),
        fontSize * 1.15,
        { left, right, top, bottom },
      ),
    [labels, fontSize, left, right, top, bottom],
  )
  return labels.map(({ key, text, color }, i) => {
    const place = places[i]
    if (!place) return undefined
    return (
      <g key={key}>
        {place.isTied && (
          <path
            d={tiePath(place, text.length * LETTER * fontSize, fontSize)}
            stroke={color}
            strokeWidth={1}
            fill="none"
          />
        )}
        <ChartText x={place.x} y={place.y} size={fontSize} color={color} bold>
          {text}
        </ChartText>
      </g>
    )
  })
}

/** SVG path from the line to the nearest edge of the name. */
function tiePath({ x, y, anchor }: BesidePlace, width: number, fontSize: number): string {
  const [fromX, fromY] = anchor
  const toX = Math.max(x, Math.min(x + width, fromX))
  const toY = Math.max(y - fontSize / 2, Math.min(y + fontSize / 2, fromY))
  return `M${fromX.toFixed(1)} ${fromY.toFixed(1)}L${toX.toFixed(1)} ${toY.toFixed(1)}`
}
