/** Names at the right end of lines, one under another, each tied to its line where it had to move. */
import { useChart } from '../chart-context'
import { spreadLabels } from './label-layout'
import { ChartText } from './marks'

export interface EndLabel {
  readonly key: string
  readonly text: string
  readonly color: string
  /** The line's end, px. */
  readonly x: number
  readonly y: number
  readonly bold?: boolean
  /** Whether it stands right at its line's end, which is far from the column and has room. */
  readonly isBeside?: boolean
}

/** Distance of a name from its line's end, px. */
export const BESIDE = 14

interface EndLabelsProps {
  readonly labels: readonly EndLabel[]
  /** Left edge of the column of names, px. */
  readonly left: number
  readonly top: number
  readonly bottom: number
}

export function EndLabels({ labels, left, top, bottom }: EndLabelsProps) {
  const { fontSize } = useChart()
  const column = labels.filter(({ isBeside }) => !isBeside)
  const middles = spreadLabels(
    column.map((label) => label.y),
    fontSize * 1.25,
    top,
    bottom,
  )
  return labels.map((label) => {
    const { key, text, color, x, y, bold, isBeside } = label
    const middle = isBeside ? y : middles[column.indexOf(label)]!
    const moved = !isBeside && (Math.abs(middle - y) > 3 || left - x > 24)
    return (
      <g key={key}>
        {moved && (
          <path
            d={`M${x + 6} ${y}L${left - 3} ${middle}`}
            stroke={color}
            strokeWidth={1}
            strokeDasharray="2 2"
            opacity={0.6}
            fill="none"
          />
        )}
        <ChartText
          x={isBeside ? x + BESIDE : left}
          y={middle}
          size={fontSize}
          color={color}
          bold={bold ?? false}
        >
          {text}
        </ChartText>
      </g>
    )
  })
}
