/**
 * Finds the fastest of several ways to do the same work while the work goes on. It says for each submit which way to take, and is told how
 * long that took; it knows neither a clock nor a GPU.
 *
 * The work has slots, each with some alternatives to the way in which it is done by default. One alternative at a time is put beside what
 * has been chosen so far, in turns (own, other, other, own, …), until `verdictOf` knows. What was chosen in the end must win once more, against the
 * default, or the default stays.
 */
import { gainOf, type TimePair, verdictOf } from './verdict'

/** For each slot the index of an alternative, or `DEFAULT`. */
export type Choice = readonly number[]
export const DEFAULT = -1

export interface Challenge {
  readonly slot: number
  readonly alternative: number
}

/** One submit's part in the comparison. */
export interface Turn {
  readonly choice: Choice
  /** Tells how many steps it did, and in how many milliseconds. Never called where that cannot be told. */
  report(steps: number, ms: number): void
}

export interface Tuner {
  /** How the next submit is to be done. */
  next(): Turn
}

export interface TunerOptions {
  /** How many alternatives each slot has. The first slots are tried first. */
  readonly alternatives: readonly number[]
  /** Makes an alternative ready. Meanwhile all goes on as before. @returns whether it may be tried; a rejection counts as no. */
  admit(challenge: Challenge): Promise<boolean>
  /** Called once, when nothing is left to try. @param gain share of the time that the choice saves, 0 for the default. */
  settled(choice: Choice, gain: number): void
}

/** The least that an alternative must save, as a share of a step's time. */
const LEAST_GAIN = 0.08
/** Half of it may have been luck, of the best of several. */
const LEAST_CONFIRMED_GAIN = LEAST_GAIN / 2
/** Shorter submits are mostly launch and clock. */
const SHORTEST_TURN_MS = 3
/** A comparison whose times come to nothing, as with a clock too coarse for it, ends without a change. */
const MOST_TURNS = 96

export function createTuner({ alternatives, admit, settled }: TunerOptions): Tuner {
  const defaults: Choice = alternatives.map(() => DEFAULT)
  const left: Challenge[] = alternatives.flatMap((count, slot) =>
    Array.from({ length: count }, (_, alternative) => ({ slot, alternative })),
  )
  let chosen = defaults
  let duel: Duel | undefined
  advance()

  /** Goes on to the next alternative that is ready to be tried, or ends. */
  function advance(): void {
    duel = undefined
    const challenge = left.shift()
    if (challenge) {
      admit(challenge).then(
        (admitted) => (admitted ? compare(challenge) : advance()),
        () => advance(),
      )
    } else if (chosen === defaults) settled(defaults, 0)
    else confirm()
  }

  function compare({ slot, alternative }: Challenge): void {
    const other = chosen.with(slot, alternative)
    duel = createDuel(chosen, other, LEAST_GAIN, (won) => {
      if (won) chosen = other
      advance()
    })
  }

  function confirm(): void {
    duel = createDuel(defaults, chosen, LEAST_CONFIRMED_GAIN, (won, gain) => {
      if (!won) chosen = defaults
      duel = undefined
      settled(chosen, won ? gain : 0)
    })
  }

  return { next: () => duel?.next() ?? { choice: chosen, report: () => undefined } }
}

interface Duel {
  next(): Turn
}

/** @param ended called once, with whether `other` won and the share of the time that it saves. */
function createDuel(
  own: Choice,
  other: Choice,
  leastGain: number,
  ended: (won: boolean, gain: number) => void,
): Duel {
  const pairs: TimePair[] = []
  let over = false
  /** Turns that were given out, two and two. */
  let turns = 0
  let open: { own?: Timed; other?: Timed } = {}

  function finish(pair: { own?: Timed; other?: Timed }): void {
    if (over || !pair.own || !pair.other || !comparable(pair.own, pair.other)) return
    pairs.push({ own: pair.own.ms, other: pair.other.ms })
    const verdict = verdictOf(pairs, leastGain)
    if (verdict !== 'undecided') end(verdict === 'faster')
  }

  function end(won: boolean): void {
    over = true
    ended(won, won ? gainOf(pairs) : 0)
  }

  return {
    next() {
      if (turns % 2 === 0) open = {}
      const pair = open
      // Own, other, other, own: a device that warms up slows both.
      if (turns === MOST_TURNS) {
        end(false)
        return { choice: own, report: () => undefined }
      }
      const which = turns % 4 === 0 || turns % 4 === 3 ? 'own' : 'other'
      turns++
      return {
        choice: which === 'own' ? own : other,
        report(steps, ms) {
          pair[which] = { steps, ms }
          finish(pair)
        },
      }
    },
  }
}

interface Timed {
  readonly steps: number
  readonly ms: number
}

/** Submits of unlike lengths spread their launch over unlike numbers of steps; and a clock may stand still. */
const comparable = (own: Timed, other: Timed): boolean =>
  own.steps === other.steps && own.ms >= SHORTEST_TURN_MS && other.ms > 0
