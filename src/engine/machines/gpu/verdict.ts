/**
 * Whether another way to do the same work is faster, from pairs of times: one submit of each, one after the other. A submit's time is
 * noisy (other programs, clocks that step, a timer that rounds), and a wrong choice stays: so a few clear pairs decide at once, unclear
 * ones ask for more, and in doubt all stays as it is. Medians throughout: a pair that was disturbed counts for one pair.
 */

/** Milliseconds of equal work, done in both ways in turn. */
export interface TimePair {
  readonly own: number
  readonly other: number
}

export type Verdict = 'faster' | 'not faster' | 'undecided'

/** The fewest pairs that speak for a change, and the most that are waited for. */
const FEWEST_PAIRS = 8
const MOST_PAIRS = 24
/** Beyond the fewest, one pair in this many may speak against the change. */
const PAIRS_TO_A_DISSENT = 4
/** Standard errors of the median by which the gain must be more than none. */
const LEAST_ERRORS = 3
/** After this many pairs in which the other way has not been the faster by the median it is given up. */
const HOPELESS_PAIRS = 3
/** And after two, where both took so many times as long. */
const HOPELESS_RATIO = 2

/** @param gain the least that a change must save, as a share of the time. */
export function verdictOf(pairs: readonly TimePair[], gain: number): Verdict {
  const logs = pairs.map(logRatio)
  const count = logs.length
  const typical = median(logs)
  if (count >= 2 && Math.min(...logs) >= Math.log(HOPELESS_RATIO)) return 'not faster'
  if (count < HOPELESS_PAIRS) return 'undecided'
  if (typical >= 0) return 'not faster'
  const enough = typical <= Math.log(1 - gain)
  const dissents = logs.filter((log) => log >= 0).length
  if (
    enough &&
    dissents <= (count - FEWEST_PAIRS) / PAIRS_TO_A_DISSENT &&
    typical + LEAST_ERRORS * errorOfMedian(logs) <= 0
  ) {
    return 'faster'
  }
  return count >= MOST_PAIRS || (count >= 2 * FEWEST_PAIRS && !enough) ? 'not faster' : 'undecided'
}

/** Share of the time that the other way saves. */
export const gainOf = (pairs: readonly TimePair[]): number => 1 - Math.exp(median(pairs.map(logRatio)))

const logRatio = ({ own, other }: TimePair): number => Math.log(other / own)

/** Of normal values, from the median of their distances to the median (Hampel 1974: σ ≈ 1.4826 MAD; the median's own error √(π/2) σ/√n). */
function errorOfMedian(values: readonly number[]): number {
  const middle = median(values)
  const deviation = 1.4826 * median(values.map((value) => Math.abs(value - middle)))
  return Math.sqrt(Math.PI / 2 / values.length) * deviation
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
