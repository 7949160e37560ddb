/**
 * Which cell suits a tab. The largest that it ends while the class is at work anyway: so phones do not hold what everybody would wait for, and
 * fast machines begin with the longest. A second copy of what would end after all else counts as a cell that is open; at the end there are
 * only such.
 */
import { type CellState, isOpen, isRunning, type TabState } from './cells'

/** A copy has to be this much sooner than all that there are: the estimate of both is rough, and so there are few of one cell. */
const COPY_GAIN = 0.8
const MOST_COPIES = 4

interface Asking {
  readonly id: string
  readonly rate: number
}

/** @param tabs those that are there, the one that asks among them. @returns undefined where it does best to wait. */
export function suitingCell(
  cells: readonly CellState[],
  tabs: readonly TabState[],
  tab: Asking,
  now: number,
): CellState | undefined {
  const fastest = Math.max(tab.rate, ...tabs.map(({ rate }) => rate))
  const end = classEnd(cells, tabs, fastest, now)
  const ends = ({ cell }: CellState): number => now + milliseconds(cell.work, tab.rate)
  const open = cells.filter(isOpen)
  const late = cells.filter(
    (state) =>
      isRunning(state) &&
      (open.length === 0 || endOf(state, now) > end) &&
      state.leases.length < MOST_COPIES &&
      state.leases.every((lease) => lease.tab !== tab.id) &&
      ends(state) - now <= COPY_GAIN * (endOf(state, now) - now),
  )
  const longestFirst = [...open, ...late].toSorted((a, b) => b.cell.work - a.cell.work)
  // Somebody has to take the longest, and nobody is faster.
  if (open.length > 0 && tab.rate >= fastest) return longestFirst[0]
  if (open.length > 0) return longestFirst.find((state) => ends(state) <= end)
  return late.toSorted((a, b) => endOf(b, now) - endOf(a, now))[0]
}

/** When the class will be through, if all went as well as it can: the work shared by all, and no cell sooner than on the fastest machine. */
function classEnd(
  cells: readonly CellState[],
  tabs: readonly TabState[],
  fastest: number,
  now: number,
): number {
  const together = tabs.reduce((sum, { rate, lanes }) => sum + rate * lanes, 0)
  let work = 0
  let end = now
  for (const state of cells) {
    if (state.doneBy !== undefined) continue
    const anew = now + milliseconds(state.cell.work, fastest)
    work += isOpen(state) ? state.cell.work : state.cell.work * shareLeft(state, now)
    end = Math.max(end, isOpen(state) ? anew : Math.min(anew, endOf(state, now)))
  }
  return Math.max(end, now + milliseconds(work, Math.max(together, fastest)))
}

const shareLeft = ({ leases: [first] }: CellState, now: number): number =>
  first ? Math.min(1, Math.max(0, (first.expected - now) / Math.max(1, first.expected - first.since))) : 1

/** When a running cell will have a record. What is overdue may never have one. */
const endOf = ({ leases }: CellState, now: number): number =>
  Math.min(...leases.map(({ expected }) => (expected < now ? Number.POSITIVE_INFINITY : expected)))

export const milliseconds = (work: number, rate: number): number => (1000 * work) / rate
