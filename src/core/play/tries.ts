/** The tries that a visitor of the landing page has made: what each model remembered, and whether it was full. */
import { type PlayPosition, samePosition } from './position'

export interface Try extends PlayPosition {
  readonly bits: number
}

/** More would not be told apart in the chart. */
const MOST_TRIES = 200

/** A position that is tried again, with the same strings, leaves one mark. */
export const withTry = (tries: readonly Try[], made: Try): readonly Try[] =>
  [...tries.filter((earlier) => !samePosition(earlier, made)), made].slice(-MOST_TRIES)

/** The latest try of a model at a number of strings. */
export const latestTry = (
  tries: readonly Try[],
  { strings, width }: Pick<PlayPosition, 'strings' | 'width'>,
): Try | undefined => tries.findLast((made) => made.strings === strings && made.width === width)

/** Twice as many strings added less than this share: the model was full before. */
const FULL_GAIN = 0.1

/** Whether the visitor's own tries show that the model was full: at half as many strings it remembered nearly as much. */
export function wasFull(tries: readonly Try[], made: Try): boolean {
  const half = latestTry(tries, { strings: made.strings / 2, width: made.width })
  return half !== undefined && half.bits > 0 && made.bits <= (1 + FULL_GAIN) * half.bits
}

/** Whether any of the visitor's models was full: the chart has a flat stretch. */
export const showsFull = (tries: readonly Try[]): boolean => tries.some((made) => wasFull(tries, made))

/** By model, narrowest first: the latest try at each number of strings, which a line joins. */
export function triesByWidth(
  tries: readonly Try[],
): readonly { readonly width: number; readonly line: readonly Try[]; readonly earlier: readonly Try[] }[] {
  const widths = [...new Set(tries.map(({ width }) => width))].toSorted((a, b) => a - b)
  return widths.map((width) => {
    const own = tries.filter((made) => made.width === width)
    const line = own.filter((made) => latestTry(own, made) === made)
    return {
      width,
      line: line.toSorted((a, b) => a.strings - b.strings),
      earlier: own.filter((made) => !line.includes(made)),
    }
  })
}
