/** An earlier result of the same sweep under a figure: pale lines, on axes that hold both. */
import type { Figure, FigureAxis } from './figure'

/** @param earlier the same figure of the earlier runs. @returns the figure itself where there is nothing to draw under it. */
export function overEarlier(figure: Figure, earlier: Figure | undefined): Figure {
  if (figure.kind !== 'lines' || earlier?.kind !== 'lines') return figure
  if (!isAlike(figure.x, earlier.x) || !isAlike(figure.y, earlier.y)) return figure
  const series = earlier.series.filter(({ color, points }) => color !== 'reference' && points.length > 0)
  if (series.length === 0) return figure
  return { ...figure, x: holding(figure.x, earlier.x), y: holding(figure.y, earlier.y), earlier: series }
}

const isAlike = (axis: FigureAxis, other: FigureAxis): boolean =>
  axis.scale === other.scale && axis.label === other.label

const holding = (axis: FigureAxis, other: FigureAxis): FigureAxis => ({
  ...axis,
  min: Math.min(axis.min, other.min),
  max: Math.max(axis.max, other.max),
})
