/** Shaded and named spans of x: phases. Their names stand above the plot, where no line crosses them. */
import type { FigureBand } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { shortened, spreadInRow } from '../../frame/label-layout'
import { ChartText } from '../../frame/marks'
import type { Scales } from '../../frame/scales'

const MAX_NAME = 24
/** Distance of names from the plot's upper edge, in sizes of the font: marks on that edge stand half above it. */
const NAME_ABOVE = 1.1
/** Width of a letter, in sizes of the font. */
const LETTER = 0.56

interface PlacedBand {
  readonly band: FigureBand
  readonly left: number
  readonly right: number
  /** Middle of its name, px; undefined where the name has no room. */
  readonly name: number | undefined
}

export function Bands({ bands, scales }: { bands: readonly FigureBand[]; scales: Scales }) {
  const { fontSize } = useChart()
  return placeBands(bands, scales, fontSize).map(({ band, left, right, name }, i) => (
    <g key={`${band.label} ${band.from}`}>
      <rect
        x={left}
        y={scales.top}
        width={right - left}
        height={scales.bottom - scales.top}
        fill="var(--chart-ink)"
        fillOpacity={i % 2 === 0 ? 0.06 : 0.11}
      />
      {name !== undefined && (
        <>
          {(name < left || name > right) && (
            <path
              d={`M${name} ${scales.top - (NAME_ABOVE - 0.5) * fontSize}L${(left + right) / 2} ${scales.top + 2}`}
              stroke="var(--chart-axis)"
              strokeWidth={1}
              fill="none"
            />
          )}
          <ChartText x={name} y={scales.top - NAME_ABOVE * fontSize} size={fontSize} anchor="middle">
            {shortened(band.label, MAX_NAME)}
          </ChartText>
        </>
      )}
    </g>
  ))
}

function placeBands(bands: readonly FigureBand[], scales: Scales, fontSize: number): PlacedBand[] {
  const clamp = (x: number) => Math.max(scales.left, Math.min(scales.right, scales.x(x) || scales.left))
  const shown = bands
    .map((band) => ({ band, left: clamp(band.from), right: clamp(band.to) }))
    .filter(({ left, right }) => right - left >= 1)
  const names = spreadInRow(
    shown.map(({ band, left, right }) => ({
      wanted: (left + right) / 2,
      width: Math.min(MAX_NAME, band.label.length) * LETTER * fontSize,
    })),
    fontSize * 0.6,
    scales.left,
    scales.right,
  )
  return shown.map((band, i) => ({ ...band, name: names[i] }))
}
