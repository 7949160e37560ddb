/**
 * What a pool starts next, and on how many threads. Most threads take the longest first, so that none is left alone with a long one at the
 * end (Graham 1969); some take the shortest, so that a figure is drawn from its beginning, and they meet in the middle (docs/tuning.md,
 * From both ends). Threads side by side waste nothing, a crew wastes a little; so a population gets a crew only where it would still train when all others are
 * done, and where waiting for threads that are about to be free ends it no sooner.
 */

/** A population that waits. */
export interface Waiting {
  /** How long one thread would take. */
  readonly seconds: number
  readonly mostThreads: number
}

export interface Start {
  /** Index of what starts. */
  readonly index: number
  readonly threads: number
}

/** Of the threads, this share takes the shortest first. */
const SHORTEST_FIRST = 1 / 3

/**
 * Whether the shortest of the populations that wait is next, on one thread.
 * @param waiting how many wait. @param threads of the pool. @param short how many that were taken from this end train now.
 */
export const isShortNext = (waiting: number, threads: number, short: number): boolean =>
  threads > 1 && waiting > threads && short < Math.max(1, Math.floor(threads * SHORTEST_FIRST))

/** Estimates are no better than this: a population that is longer than its share by less is none for a crew. */
const LEEWAY = 0.15

/**
 * @param waiting the longest first. @param idle threads that are free. @param busy how long each of the others still has.
 * @returns undefined where it is better to wait for one of the others.
 */
export function nextStart(
  waiting: readonly Waiting[],
  idle: number,
  busy: readonly number[],
): Start | undefined {
  if (idle === 0) return undefined
  const threads = idle + busy.length
  const work = [...waiting.map(({ seconds }) => seconds), ...busy].reduce((sum, own) => sum + own, 0)
  const ending = busy.toSorted((a, b) => a - b)
  for (const [index, { seconds, mostThreads }] of waiting.entries()) {
    const share = Math.ceil((seconds * threads) / work - LEEWAY)
    const wanted = Math.max(1, Math.min(share, mostThreads, threads))
    const now = seconds / Math.min(wanted, idle)
    // With one more thread, two more and so on, as they become free.
    const later = ending
      .slice(0, Math.max(0, wanted - idle))
      .map((wait, more) => wait + seconds / (idle + more + 1))
    if (later.every((end) => end > (1 - LEEWAY) * now)) return { index, threads: Math.min(wanted, idle) }
  }
  return undefined
}
