/** Where a visitor says that the next dot will land. */
import { playStrings } from './play-strings'
import { nextPosition, type PlayPosition } from './position'
import { latestTry, type Try } from './tries'

export interface Prediction {
  readonly strings: number
  readonly width: number
  readonly bits: number
  /** All there is to know of so many strings: nobody can guess more. */
  readonly ceilingBits: number
  /** Until the visitor has moved it, it says nothing. */
  readonly placed: boolean
}

/** What to ask after a try: about twice as many strings; undefined where there are no more, or where the visitor has seen it. */
export function predictionAfter(made: Try, tries: readonly Try[]): Prediction | undefined {
  const next = nextPosition(made)
  if (!next || next.width !== made.width || latestTry(tries, next)) return undefined
  // In the middle between nothing gained and everything known, so that it hints at neither.
  const { ceilingBits } = playStrings(next)
  const bits = (made.bits + ceilingBits) / 2
  return { strings: next.strings, width: next.width, bits, ceilingBits, placed: false }
}

/** Whoever goes on without an answer, so far or further, has skipped it. */
export const isSkippedBy = (prediction: Prediction, { strings, width }: PlayPosition): boolean =>
  !prediction.placed && strings >= prediction.strings && prediction.width === width
