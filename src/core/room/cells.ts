/** What the room knows of a class: cells and who trains them, tabs and how fast they are. Plain data. */

/** A trial, as far as it matters who trains it. */
export interface Cell {
  /** The trial's key. */
  readonly key: string
  /** Floating-point operations. */
  readonly work: number
}

/** The right of a tab to train a cell. Times are in ms of the clock that is handed in. */
export interface CellLease {
  readonly tab: string
  readonly since: number
  /** When the tab will have trained it, by its speed. */
  readonly expected: number
  /** When somebody else may have the cell: later each time that the tab gives a sign of life… */
  readonly until: number
  /** …but never later than this. */
  readonly latest: number
}

export interface CellState {
  readonly cell: Cell
  readonly leases: readonly CellLease[]
  /** The tab whose record stands; undefined where there is none. */
  readonly doneBy: string | undefined
}

export interface TabState {
  /** Floating-point operations a second on each of its lanes: as it says itself, and by what it has delivered as soon as it has. */
  readonly rate: number
  readonly isMeasured: boolean
  /** Cells that it trains side by side. */
  readonly lanes: number
  /** When it was last heard of; undefined once its connection is lost. */
  readonly seen: number | undefined
  readonly strikes: number
  /** Told to go: nothing of it counts. */
  readonly isOut: boolean
}

export const isOpen = ({ doneBy, leases }: CellState): boolean => doneBy === undefined && leases.length === 0

export const isRunning = ({ doneBy, leases }: CellState): boolean => doneBy === undefined && leases.length > 0
