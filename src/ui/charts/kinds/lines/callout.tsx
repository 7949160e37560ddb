/** A ring around a point, with a name above it. */
import type { FigureCallout } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { ChartText } from '../../frame/marks'
import type { Scales } from '../../frame/scales'

/** Half the width of a bold letter, in sizes of the font. */
const HALF_LETTER = 0.31

export function Callout({ callout, scales }: { callout: FigureCallout; scales: Scales }) {
  const { fontSize, compact } = useChart()
  const name = callout.name[compact ? 1 : 0]
  const half = name.length * fontSize * HALF_LETTER
  const x = scales.x(callout.x)
  return (
    <g>
      <circle cx={x} cy={scales.y(callout.y)} r={9} fill="none" stroke="var(--chart-ink)" strokeWidth={1.5} />
      <ChartText
        x={Math.min(scales.right - half, Math.max(scales.left + half + 4, x))}
        y={Math.max(scales.top + fontSize * 0.6, scales.y(callout.high) - fontSize * 1.3)}
        size={fontSize}
        color="var(--chart-ink)"
        anchor="middle"
        bold
      >
        {name}
      </ChartText>
    </g>
  )
}
