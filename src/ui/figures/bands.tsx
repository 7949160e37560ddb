/** Shaded and named spans of x: phases. */
import type { FigureBand } from '@/core/figure'
import { useChart } from '../charts/chart-context'
import { ChartText } from '../charts/marks'
import { shortened } from './figure-frame'
import type { PlotScales } from './series-shape'

interface PlacedBand {
  readonly band: FigureBand
  readonly left: number
  readonly right: number
  /** Lines under the top edge: names that would run into each other stand below one another. */
  readonly line: number
}

export function Bands({ bands, scales }: { bands: readonly FigureBand[]; scales: PlotScales }) {
  const { fontSize } = useChart()
  return placeBands(bands, scales, fontSize).map(({ band, left, right, line }, i) => (
    <g key={`${band.label} ${band.from}`}>
      <rect
        x={left}
        y={scales.top}
        width={right - left}
        height={scales.bottom - scales.top}
        fill="var(--chart-ink)"
        fillOpacity={i % 2 === 0 ? 0.06 : 0.11}
      />
      <ChartText
        x={nameX(band, left, right, scales, fontSize)}
        y={scales.top + fontSize * (0.9 + 1.25 * line)}
        size={fontSize}
        anchor="middle"
      >
        {shortened(band.label, 24)}
      </ChartText>
    </g>
  ))
}

const nameWidth = (band: FigureBand, fontSize: number): number =>
  Math.min(24, band.label.length) * fontSize * 0.56

function nameX(band: FigureBand, left: number, right: number, scales: PlotScales, fontSize: number): number {
  const half = nameWidth(band, fontSize) / 2
  return Math.max(scales.left + half + 2, Math.min(scales.right - half - 2, (left + right) / 2))
}

function placeBands(bands: readonly FigureBand[], scales: PlotScales, fontSize: number): PlacedBand[] {
  const ends: number[] = []
  const clamp = (x: number) =>
    Math.max(scales.left, Math.min(scales.right, scales.canPlace(x) ? scales.x(x) : scales.left))
  return bands.flatMap((band): PlacedBand[] => {
    const [left, right] = [clamp(band.from), clamp(band.to)]
    if (right - left < 1) return []
    const half = nameWidth(band, fontSize) / 2
    const middle = nameX(band, left, right, scales, fontSize)
    const free = ends.findIndex((end) => middle - half > end + 6)
    const line = free >= 0 ? free : ends.length
    ends[line] = middle + half
    return [{ band, left, right, line }]
  })
}
