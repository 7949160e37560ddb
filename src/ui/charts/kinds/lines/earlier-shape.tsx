/** A series of an earlier result: a broad pale line, or pale dots, in the colour that nothing else has. */
import type { FigureSeries } from '@/core/figures/figure'
import { useChart } from '../../chart-context'
import { linePath, type Point } from '../../frame/marks'
import type { Scales } from '../../frame/scales'
import { clipPlot, histogram } from './series-shape'
import { isPlaced } from './targets'

const WIDTH = 7

export function EarlierShape({ series, scales }: { series: FigureSeries; scales: Scales }) {
  const { id } = useChart()
  const { style, points } = series
  const places = points
    .filter((point) => isPlaced(point, scales))
    .map(({ x, y }): Point => [scales.x(x), scales.openY(y)])
  if (places.length < 2 || style === 'dots' || style === 'rings') {
    return places.map(([x, y]) => (
      <circle key={`${x} ${y}`} cx={x} cy={y} r={WIDTH} fill="var(--chart-earlier)" />
    ))
  }
  return (
    <path
      d={style === 'steps' ? histogram(places, scales) : linePath(places)}
      clipPath={clipPlot(id)}
      stroke="var(--chart-earlier)"
      strokeWidth={WIDTH}
      strokeLinejoin="round"
      strokeLinecap="round"
      fill="none"
    />
  )
}
