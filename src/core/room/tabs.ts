/** The tabs of a class, and how fast they are: by what they say until they have delivered, by that from then on. */
import type { TabState } from './cells'

export interface Speed {
  /** Floating-point operations a second on each lane. */
  readonly rate: number
  /** Cells that it trains side by side. */
  readonly lanes: number
}

export interface Tabs {
  get(tab: string): TabState
  has(tab: string): boolean
  /** Those that are there. */
  present(now: number): TabState[]
  /** Heard of; undefined for a lost connection. */
  see(tab: string, now: number | undefined): void
  /** Takes what a tab says of itself, as far as nothing better is known. */
  meet(tab: string, speed: Speed, now: number): TabState
  /** It has trained a cell at this rate. */
  measure(tab: string, rate: number): void
  /** It has held a cell for so long that it is no faster than this. */
  slow(tab: string, rate: number): void
  /** @returns how many it has now. */
  strike(tab: string): number
  bar(tab: string): void
}

/** Cells that one tab may hold. */
export const MOST_LEASES = 8
/** A tab that has not been heard of for so long counts for nobody's plans (ms). */
const SILENT_MS = 60_000
/** What a tab may say of its own speed. */
const RATES = { least: 1e6, most: 1e14 }
/** Weight of the latest cell in a tab's speed. */
const LATEST = 0.5

/**
 * How many to remember, more than can be there at once. Of those that are gone the first is forgotten, also where it was barred: it could as well
 * come under another name.
 */
export const MOST_TABS = 2000

const NEWCOMER: TabState = {
  rate: 0,
  isMeasured: false,
  lanes: 0,
  seen: undefined,
  strikes: 0,
  isOut: false,
}

export function createTabs(): Tabs {
  const tabs = new Map<string, TabState>()
  const get = (tab: string): TabState => tabs.get(tab) ?? NEWCOMER
  const change = (tab: string, part: Partial<TabState>): TabState => {
    const changed = { ...get(tab), ...part }
    tabs.set(tab, changed)
    if (tabs.size > MOST_TABS) forgetOne()
    return changed
  }
  function forgetOne(): void {
    for (const [tab, { seen }] of tabs) if (seen === undefined) return void tabs.delete(tab)
  }
  const isThere = ({ seen, lanes, isOut }: TabState, now: number): boolean =>
    !isOut && lanes > 0 && seen !== undefined && now - seen < SILENT_MS

  return {
    get,
    has: (tab) => tabs.has(tab),
    present: (now) => [...tabs.values()].filter((tab) => isThere(tab, now)),
    see: (tab, now) => void change(tab, { seen: now }),
    meet(tab, speed, now) {
      const claimed = Math.min(Math.max(speed.rate, RATES.least), RATES.most)
      const { rate, isMeasured } = get(tab)
      const known = isMeasured ? rate : rate === 0 ? claimed : Math.min(rate, claimed)
      const lanes = Math.min(Math.max(1, Math.floor(speed.lanes)), MOST_LEASES)
      return change(tab, { rate: known, lanes, seen: now })
    },
    measure(tab, latest) {
      const { rate, isMeasured } = get(tab)
      change(tab, { rate: isMeasured ? LATEST * latest + (1 - LATEST) * rate : latest, isMeasured: true })
    },
    slow: (tab, rate) => void change(tab, { rate: Math.min(get(tab).rate, rate) }),
    strike: (tab) => change(tab, { strikes: get(tab).strikes + 1 }).strikes,
    bar: (tab) => void change(tab, { isOut: true, seen: undefined }),
  }
}
