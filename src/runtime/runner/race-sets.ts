/**
 * Which of some sets of numerics is the fastest, from measurements in turns. Sets are made of factors, and there are too many to try each: so
 * factor by factor, the values of one are put beside what has been found so far. This knows neither a clock nor a device.
 */
import { gainOf, type TimePair, verdictOf } from '@/engine/machines/gpu/verdict'

/** Measurements of each set in a race: as many as a verdict needs at least. */
export const ROUNDS = 8
/** The least that another set must save in the end: what it changes is not worth less. */
const LEAST_GAIN = 0.15
/** Half of it may have been luck, of the best of several. */
const LEAST_CONFIRMED_GAIN = LEAST_GAIN / 2
/** The least that one factor must save to be part of it. */
const LEAST_GAIN_OF_FACTOR = 0.05
/** What was found is raced once more, against the default. */
const CONFIRMING = 2

export interface RaceSet {
  /** Of each factor the index of its value; 0 is the default. */
  readonly choice: readonly number[]
}

export interface RaceCourse<T> {
  /** Makes a set ready. @returns whether it may take part. */
  enter(set: T): Promise<boolean>
  /** Milliseconds of one measurement. */
  turn(set: T): Promise<number>
  /** Called for each set that is out. */
  leave(set: T): void
  /** How many sets may still be in one race. */
  affordable(): number
}

interface Entrant<T> {
  readonly set: T
  /** What each of its turns in a race took. */
  readonly times: number[]
}

/** @param sets the default one first, which wins in doubt, and has been made ready. */
export async function fastestOf<T extends RaceSet>(
  sets: readonly [T, ...T[]],
  course: RaceCourse<T>,
): Promise<T> {
  const own: Entrant<T> = { set: sets[0], times: [] }
  let best = own
  let isWorthIt = false
  for (const factor of own.set.choice.keys()) {
    // The default is in every race: what is found must in the end be faster than it.
    const known = best === own ? [own] : [own, best]
    const values = sets.filter(({ choice }) => differsIn(factor, best.set.choice, choice))
    const others: Entrant<T>[] = []
    for (const set of values.slice(0, Math.max(0, course.affordable() - CONFIRMING - known.length))) {
      if (await course.enter(set)) others.push({ set, times: [] })
    }
    const left = await race(known, others, course.turn)
    const found = winner([best, ...left])
    for (const entrant of [best, ...others])
      if (entrant !== found && entrant !== own) course.leave(entrant.set)
    if (found === best) continue
    best = found
    isWorthIt ||= verdictOf(pairsOf(own, best), LEAST_GAIN) === 'faster'
  }
  if (!isWorthIt) return own.set
  await race([own], [best], course.turn)
  return verdictOf(pairsOf(own, best), LEAST_CONFIRMED_GAIN) === 'faster' ? best.set : own.set
}

/** Whether `other` has another value than `own` in this factor, and in no other. */
const differsIn = (factor: number, own: readonly number[], other: readonly number[]): boolean =>
  other.every((value, i) => (value !== own[i]) === (i === factor))

/** All take their turns until each of `others` has lost, or had as many as a verdict needs. @returns those that may have won. */
async function race<T>(
  known: readonly Entrant<T>[],
  others: readonly Entrant<T>[],
  turn: (set: T) => Promise<number>,
): Promise<readonly Entrant<T>[]> {
  const best = known.at(-1)!
  for (const { times } of [...known, ...others]) times.length = 0
  let left = others
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    // There and back: a device that warms up slows all of them.
    const racing = [...known, ...left]
    for (const { set, times } of round % 2 === 0 ? racing : racing.toReversed()) times.push(await turn(set))
    left = left.filter((other) => verdictOf(pairsOf(best, other), LEAST_GAIN_OF_FACTOR) !== 'not faster')
  }
  return left
}

type Timed = Pick<Entrant<unknown>, 'times'>

const pairsOf = (own: Timed, other: Timed): readonly TimePair[] =>
  other.times.map((ms, round) => ({ own: own.times[round]!, other: ms }))

/** The one that saves most of those that are clearly faster than the first; else the first. */
export function winner<T extends Timed>([own, ...others]: readonly [T, ...T[]]): T {
  const [best] = others
    .map((entrant) => ({ entrant, pairs: pairsOf(own, entrant) }))
    .filter(({ pairs }) => verdictOf(pairs, LEAST_GAIN_OF_FACTOR) === 'faster')
    .toSorted((a, b) => gainOf(b.pairs) - gainOf(a.pairs))
  return best?.entrant ?? own
}
