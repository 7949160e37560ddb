/** Who holds which cell, and whose record stands. */
import type { Cell, CellLease, CellState } from './cells'
import { milliseconds } from './matching'

export interface HeldCell {
  readonly cell: Cell
  readonly lease: CellLease
}

export interface Ledger {
  readonly cells: () => readonly CellState[]
  get(key: string): CellState | undefined
  /** @param rate of the tab: the lease is as long as that. */
  lease(tab: string, cell: Cell, rate: number, now: number): void
  heldBy(tab: string): HeldCell[]
  /** Moves the end of all that a tab holds. */
  renew(tab: string, until: (lease: CellLease) => number): void
  drop(key: string, tab: string): void
  dropAll(tab: string): void
  /** Ends leases that are over. @returns them. */
  expire(now: number): HeldCell[]
  /** Notes whose record stands, undefined for nobody's. With a record nobody holds the cell any more. */
  settle(key: string, by: string | undefined): void
  doneBy(tab: string): string[]
}

/** A lease: three times what it should take, and this much for everything else (ms). */
export const GRACE_MS = 20_000
const PATIENCE = 3
/** With signs of life it lasts longer: a laptop that is hot or shared. */
const LONGEST_PATIENCE = 10

export function createLedger(cells: readonly Cell[]): Ledger {
  const states = new Map<string, CellState>(
    cells.map((cell) => [cell.key, { cell, leases: [], doneBy: undefined }]),
  )
  const change = (key: string, part: (state: CellState) => Partial<CellState>): void => {
    const state = states.get(key)
    if (state) states.set(key, { ...state, ...part(state) })
  }
  const drop = (key: string, tab: string): void =>
    change(key, ({ leases }) => ({ leases: leases.filter((lease) => lease.tab !== tab) }))
  const held = (isMeant: (lease: CellLease) => boolean): HeldCell[] =>
    [...states.values()].flatMap(({ cell, leases }) =>
      leases.filter(isMeant).map((lease) => ({ cell, lease })),
    )
  const heldBy = (tab: string) => held((lease) => lease.tab === tab)

  return {
    cells: () => [...states.values()],
    get: (key) => states.get(key),
    lease(tab, cell, rate, now) {
      const takes = milliseconds(cell.work, rate)
      const lease: CellLease = {
        tab,
        since: now,
        expected: now + takes,
        until: now + GRACE_MS + PATIENCE * takes,
        latest: now + GRACE_MS + LONGEST_PATIENCE * takes,
      }
      change(cell.key, ({ leases }) => ({ leases: [...leases, lease] }))
    },
    heldBy,
    renew(tab, until) {
      for (const { cell } of heldBy(tab))
        change(cell.key, ({ leases }) => ({
          leases: leases.map((lease) => (lease.tab === tab ? { ...lease, until: until(lease) } : lease)),
        }))
    },
    drop,
    dropAll(tab) {
      for (const { cell } of heldBy(tab)) drop(cell.key, tab)
    },
    expire(now) {
      const over = held(({ until }) => until <= now)
      for (const { cell, lease } of over) drop(cell.key, lease.tab)
      return over
    },
    settle: (key, by) =>
      change(key, ({ leases }) => ({ doneBy: by, leases: by === undefined ? leases : [] })),
    doneBy: (tab) => [...states.values()].filter(({ doneBy }) => doneBy === tab).map(({ cell }) => cell.key),
  }
}
