/** A class in simulated time: what the room is worth beside a queue, for tests and the bench. Nothing waits, nothing trains. */
import type { Cell } from './cells'
import { createRoom } from './room'

export interface SimulatedTab {
  /** Floating-point operations a second on each lane. */
  readonly rate: number
  readonly lanes: number
  /** When it joins (ms); at the beginning unless given. */
  readonly joinsAt?: number
  /** When it is closed, with whatever it holds (ms). */
  readonly closesAt?: number
}

/** Who hands out cells: the room, or a queue. */
export interface Dealer {
  ask(tab: string, speed: SimulatedTab, now: number): readonly string[]
  deliver(tab: string, key: string, now: number): void
  isDone(now: number): boolean
}

export interface Outcome {
  /** When the last cell had its first record (ms). */
  readonly endMs: number
  readonly delivered: number
  /** Work of all records, over the work of all cells: what was trained twice is counted twice. */
  readonly work: number
}

export function roomDealer(cells: readonly Cell[]): Dealer {
  const room = createRoom(cells)
  return {
    ask: room.ask,
    deliver: room.deliver,
    isDone: (now) => room.counts(now).done === cells.length,
  }
}

/** First in, first out, the longest first: what any queue does. */
export function queueDealer(cells: readonly Cell[]): Dealer {
  const waiting = cells.toSorted((a, b) => b.work - a.work)
  const done = new Set<string>()
  return {
    ask: (_, { lanes }) => waiting.splice(0, lanes).map(({ key }) => key),
    deliver: (_, key) => void done.add(key),
    isDone: () => done.size === cells.length,
  }
}

/** Who was dealt nothing asks again after this long (ms). */
const ASK_AGAIN_MS = 1000

interface Moment {
  readonly at: number
  readonly happens: (now: number) => void
}

/** @throws Error for a class that does not end in a simulated day. */
export function simulateClass(
  cells: readonly Cell[],
  tabs: readonly SimulatedTab[],
  dealer: Dealer,
): Outcome {
  const work = new Map(cells.map((cell) => [cell.key, cell.work]))
  const total = cells.reduce((sum, cell) => sum + cell.work, 0)
  const moments: Moment[] = []
  let [delivered, trained] = [0, 0]
  const at = (time: number, happens: (now: number) => void) => moments.push({ at: time, happens })

  /** A tab trains what it was dealt side by side, delivers each cell when it is through, and asks again after the last. */
  const begin = (id: string, tab: SimulatedTab) => (now: number) => {
    const isOpen = (time: number) => time < (tab.closesAt ?? Number.POSITIVE_INFINITY)
    if (!isOpen(now)) return
    const keys = dealer.ask(id, tab, now)
    const ends = keys.map((key) => now + (1000 * work.get(key)!) / tab.rate)
    keys.forEach((key, i) => {
      if (!isOpen(ends[i]!)) return
      at(ends[i]!, (time) => {
        delivered++
        trained += work.get(key)!
        dealer.deliver(id, key, time)
      })
    })
    at(Math.max(now + (keys.length > 0 ? 0 : ASK_AGAIN_MS), ...ends), begin(id, tab))
  }

  tabs.forEach((tab, i) => {
    at(tab.joinsAt ?? 0, begin(`tab ${i}`, tab))
  })
  for (;;) {
    // Stable: of two at the same time, the one that was planned first.
    moments.sort((a, b) => a.at - b.at)
    const next = moments.shift()
    if (!next || next.at > 86_400_000) throw new Error('the class does not end')
    next.happens(next.at)
    if (dealer.isDone(next.at)) return { endMs: next.at, delivered, work: trained / total }
  }
}
