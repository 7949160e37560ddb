/** An earlier result of the same sweep under a figure: pale lines, on axes that hold both. */
import type { Figure, FigureAxis, FigureSeries, LinesFigure } from './figure'
import { valuesOf } from './figure-points'

/** @param earlier the same figure of the earlier runs. @returns the figure itself where there is nothing to draw under it. */
export function overEarlier(figure: Figure, earlier: Figure | undefined): Figure {
  if (figure.kind !== 'lines' || earlier?.kind !== 'lines') return figure
  if (!isAlike(figure.x, earlier.x) || figure.y.label !== earlier.y.label) return figure
  const series = ownSeries(earlier)
  if (series.length === 0) return figure
  return { ...figure, x: holding(figure.x, earlier.x), y: heightOf(figure, earlier), earlier: series }
}

const ownSeries = ({ series }: LinesFigure): FigureSeries[] =>
  series.filter(({ color, points }) => color !== 'reference' && points.length > 0)

const isAlike = (axis: FigureAxis, other: FigureAxis): boolean =>
  axis.scale === other.scale && axis.label === other.label

/** Where the values of one of the two have made its axis logarithmic, both have that: `lossAxis`. */
function heightOf(figure: LinesFigure, earlier: LinesFigure): FigureAxis {
  if (figure.y.scale === earlier.y.scale) return holding(figure.y, earlier.y)
  const [log, linear] = figure.y.scale === 'log' ? [figure, earlier] : [earlier, figure]
  const least = Math.min(log.y.min, ...valuesOf(ownSeries(linear)).filter((value) => value > 0))
  return holding(log.y, { ...linear.y, min: least })
}

const holding = (axis: FigureAxis, other: FigureAxis): FigureAxis => ({
  ...axis,
  min: Math.min(axis.min, other.min),
  max: Math.max(axis.max, other.max),
})
