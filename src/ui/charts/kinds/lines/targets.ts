/** The points that can be pointed at or read with the keys, our own series before the references, and what each of them says. */
import type { FigurePoint, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { rangeText, valueText } from '@/core/text/number'
import type { Scales } from '../../frame/scales'
import type { Target } from '../../highlight'

export function lineTargets({ series, x, y }: LinesFigure, scales: Scales): Target[] {
  const ours = series.filter(({ color }) => color !== 'reference')
  const references = series.filter(({ color }) => color === 'reference')
  return [...ours, ...references].flatMap((one) =>
    one.points
      .filter((point) => isPlaced(point, scales))
      .map((point) => ({
        line: one.key,
        series: highlightOf(one),
        point: point.highlight,
        x: scales.x(point.x),
        y: scales.y(point.y),
        ...(point.says ?? { title: titleOf(one), rows: describePoint(point, x.label, y.label) }),
      })),
  )
}

/** Whether the axes have a place for a point. */
export const isPlaced = ({ x, y }: FigurePoint, scales: Scales): boolean =>
  Number.isFinite(scales.x(x)) && Number.isFinite(y)

/** The name under which a series stands out with others. */
export const highlightOf = ({ highlight, key }: FigureSeries): string => highlight ?? key

const titleOf = ({ label, key }: FigureSeries): string => (label === '' ? key : label)

export function describePoint(
  point: FigurePoint,
  xLabel: string,
  yLabel: string,
): (readonly [name: string, value: string])[] {
  const { x, y, low, high, singles = [], live = false } = point
  const spread: [string, string][] =
    low !== undefined && high !== undefined && low !== high
      ? [['Least to most', rangeText(low, high, valueText)]]
      : []
  return [
    [xLabel, valueText(x)],
    [yLabel, valueText(y)],
    ...spread,
    ...(singles.length > 1 ? [['Seeds', String(singles.length)] as const] : []),
    ...(live ? [['State', 'still training'] as const] : []),
  ]
}
