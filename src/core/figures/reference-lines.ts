/** Lines that no run has drawn: what guessing costs, what a paper or a fit says. */
import { logSpaced } from '../metrics/log-steps'
import type { FigureAxis, FigurePoint, FigureSeries } from './figure'

/** One height over the whole axis: chance, an entropy. */
export const levelLine = (
  key: string,
  label: string,
  y: number,
  { min, max }: Pick<FigureAxis, 'min' | 'max'>,
): FigureSeries => ({
  key,
  label,
  color: 'reference',
  style: 'curve',
  points: [min, max].map((x) => ({ x, y })),
})

/** The most or the least that a measure can be. */
export const boundLine = (...line: Parameters<typeof levelLine>): FigureSeries => ({
  ...levelLine(...line),
  style: 'formula',
})

/** Points of a straight line with an intercept, which logarithmic axes bend. */
const LINE_POINTS = 40

/** A formula between two places of logarithmic axes, as far as it is above 0; none where `to` does not lie beyond `from`. */
export const formulaPoints = (from: number, to: number, at: (x: number) => number): FigurePoint[] =>
  to <= from
    ? []
    : logSpaced(from, to, LINE_POINTS)
        .map((x) => ({ x, y: at(x) }))
        .filter(({ y }) => y > 0)
