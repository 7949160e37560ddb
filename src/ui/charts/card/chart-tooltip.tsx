/** The numbers of the point that is pointed at, beside it. The spoken form is the chart card's. */
import { useTargetIn } from '../highlight'

const TOOLTIP_WIDTH = 250

export function ChartTooltip({ chart, width }: { chart: string; width: number }) {
  const target = useTargetIn(chart)
  if (!target) return undefined
  const beside = target.x + 16 + TOOLTIP_WIDTH <= width
  const left = beside ? target.x + 16 : Math.max(0, target.x - 16 - TOOLTIP_WIDTH)
  return (
    <div className="chart-tooltip" style={{ left, top: target.y, width: TOOLTIP_WIDTH }} aria-hidden="true">
      <strong>{target.title}</strong>
      <dl>
        {target.rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
