/**
 * The room of a class: who trains which cell, until when, and whose record stands. It holds no record and reads no clock: `now` is handed in, in
 * ms. A queue will not do in its place: a phone would take the longest cell out of it, and everybody would wait.
 */
import { type Cell, isRunning } from './cells'
import { createLedger, GRACE_MS } from './ledger'
import { suitingCell } from './matching'
import { createTabs, type Speed } from './tabs'

export interface RoomCounts {
  readonly cells: number
  readonly done: number
  readonly running: number
  /** Tabs that are there. */
  readonly tabs: number
}

/** A record of a cell: the first one, a further one, or of no cell of this sweep. */
export type Delivered = 'taken' | 'known' | 'foreign'

export interface Room {
  /**
   * Asked by a tab that trains nothing. It says how fast it is, which counts until it is measured. @returns keys of the cells that it is to
   * train now, those among them that it holds already: none where it does best to wait, or is out.
   */
  ask(tab: string, speed: Speed, now: number): string[]
  /** A sign of life: the tab keeps what it holds for longer. */
  beat(tab: string, now: number): void
  /** A record that can be believed. It is welcome from whoever is in the room, whether the cell was its own or not: servers forget, and tabs sleep. */
  deliver(tab: string, key: string, now: number): Delivered
  /** The tab has tried and cannot: others may. @returns whether the cell was its own. */
  giveUp(tab: string, key: string): boolean
  /** Its connection is lost. It may be back in a moment. */
  lose(tab: string, now: number): void
  /** It goes, and does not come back. */
  leave(tab: string): void
  /** Counts an offence. @returns whether the tab is out by it. */
  strike(tab: string): boolean
  /** Opens a cell whose record was false. */
  takeBack(key: string): void
  /** Tells a tab to go. @returns keys of the cells that are open again by it. */
  expel(tab: string): string[]
  isOut(tab: string): boolean
  doneBy(key: string): string | undefined
  /** How many records of a tab stand. */
  trained(tab: string): number
  counts(now: number): RoomCounts
}

const STRIKES = 3
/** How long a lost connection may be away (ms). */
const LOST_MS = 10_000

/** @param done what is finished already: keys, and who trained them. */
export function createRoom(cells: readonly Cell[], done: Iterable<readonly [string, string]> = []): Room {
  const ledger = createLedger(cells)
  const tabs = createTabs()
  for (const [key, by] of done) ledger.settle(key, by)

  function expire(now: number): void {
    for (const { cell, lease } of ledger.expire(now)) tabs.slow(lease.tab, rateOf(cell, lease.since, now))
  }

  return {
    ask(tab, speed, now) {
      expire(now)
      if (tabs.get(tab).isOut) return []
      const { rate, lanes } = tabs.meet(tab, speed, now)
      const granted = ledger.heldBy(tab).map(({ cell }) => cell.key)
      while (granted.length < lanes) {
        const suiting = suitingCell(ledger.cells(), tabs.present(now), { id: tab, rate }, now)
        if (!suiting) break
        ledger.lease(tab, suiting.cell, rate, now)
        granted.push(suiting.cell.key)
      }
      return granted
    },
    beat(tab, now) {
      expire(now)
      if (!tabs.has(tab)) return
      tabs.see(tab, now)
      ledger.renew(tab, ({ until, latest }) => Math.max(until, Math.min(now + GRACE_MS, latest)))
    },
    deliver(tab, key, now) {
      expire(now)
      const state = ledger.get(key)
      if (!state) return 'foreign'
      tabs.see(tab, now)
      const held = ledger.heldBy(tab).find(({ cell }) => cell.key === key)
      if (held) tabs.measure(tab, rateOf(held.cell, held.lease.since, now))
      ledger.drop(key, tab)
      if (state.doneBy !== undefined) return 'known'
      ledger.settle(key, tab)
      return 'taken'
    },
    giveUp(tab, key) {
      const isHeld = ledger.heldBy(tab).some(({ cell }) => cell.key === key)
      ledger.drop(key, tab)
      return isHeld
    },
    lose(tab, now) {
      if (!tabs.has(tab)) return
      tabs.see(tab, undefined)
      ledger.renew(tab, ({ until }) => Math.min(until, now + LOST_MS))
    },
    leave(tab) {
      ledger.dropAll(tab)
      if (tabs.has(tab)) tabs.see(tab, undefined)
    },
    strike: (tab) => tabs.strike(tab) >= STRIKES,
    takeBack: (key) => ledger.settle(key, undefined),
    expel(tab) {
      tabs.bar(tab)
      ledger.dropAll(tab)
      const own = ledger.doneBy(tab)
      for (const key of own) ledger.settle(key, undefined)
      return own
    },
    isOut: (tab) => tabs.get(tab).isOut,
    doneBy: (key) => ledger.get(key)?.doneBy,
    trained: (tab) => ledger.doneBy(tab).length,
    counts(now) {
      expire(now)
      const all = ledger.cells()
      return {
        cells: all.length,
        done: all.filter(({ doneBy }) => doneBy !== undefined).length,
        running: all.filter(isRunning).length,
        tabs: tabs.present(now).length,
      }
    },
  }
}

const rateOf = ({ work }: Cell, since: number, now: number): number =>
  (1000 * work) / Math.max(1, now - since)
