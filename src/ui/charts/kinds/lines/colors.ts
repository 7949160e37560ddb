/** A series' colours as CSS values. */
import type { FigureColor } from '@/core/figures/figure'
import { sizeColor } from '../../size-color'

const ownColor = (color: Exclude<FigureColor, 'reference'>): string =>
  typeof color === 'number' ? sizeColor(color) : `var(--${color})`

export const lineColor = (color: FigureColor): string =>
  color === 'reference' ? 'var(--chart-reference)' : ownColor(color)

/** Text needs more contrast than a thin line. */
export const labelColor = (color: FigureColor): string =>
  color === 'reference' ? 'var(--chart-text)' : ownColor(color)
