/** What a kind of chart has to offer, so that cards, tables, files and tests can do with any figure what they do with all. */
import type { ComponentType } from 'react'
import type { Figure } from '@/core/figures/figure'
import type { ChartRoom } from '../chart-context'

export interface ChartKind<F extends Figure> {
  /**
   * Draws the figure inside its card, in the size that `useChart` gives, and writes what the keys can read into the card's `reader`. Drawn
   * again up to ten times a second while models train: what stays the same has to stay drawn.
   */
  readonly Chart: ComponentType<{ readonly figure: F }>
  readonly room: (figure: F) => ChartRoom
  /** The figure's numbers: its table lists them, its CSV file holds them. */
  readonly rows: (figure: F) => ChartRows
}

export interface ChartRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}
