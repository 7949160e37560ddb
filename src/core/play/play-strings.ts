/** The strings of a position, and what there is to know of them. */
import { saysWhichString } from '../data/choice'
import { type Dataset, multiplicities } from '../data/dataset'
import { ceilingBits } from '../metrics/bits'
import type { KnownSymbols } from '../metrics/known-symbols'
import { drawnStrings } from '../sweep/trial-strings'
import { type PlayPosition, playTrial } from './position'

/** Strings, and which of their symbols say which string is meant (`saysWhichString`). */
export interface MarkedStrings extends Pick<Dataset, 'tokens' | 'count' | 'seqLen'> {
  readonly saysWhich: Uint8Array
}

export interface PlayStrings {
  readonly training: MarkedStrings
  /** One that the model never sees. */
  readonly heldOut: MarkedStrings
  /** The most that anything could remember of the training strings. */
  readonly ceilingBits: number
}

/** The same as the runner draws for the position's trial. */
export function playStrings(position: PlayPosition): PlayStrings {
  const { training, heldOut } = drawnStrings(playTrial(position), 1)
  return {
    training: { ...training, saysWhich: saysWhichString(training) },
    heldOut: { ...heldOut, saysWhich: saysWhichString(training, heldOut) },
    ceilingBits: ceilingBits(training.sourceBits, multiplicities(training)),
  }
}

/** Strings of which the model says every symbol right that it can know. */
export function knownWordForWord(
  { tokens, count, seqLen, saysWhich }: MarkedStrings,
  { said }: KnownSymbols,
): number {
  let known = count
  for (let n = 0; n < count; n++) {
    for (let at = n * seqLen; at < (n + 1) * seqLen; at++)
      if (!saysWhich[at] && said[at] !== tokens[at]) {
        known--
        break
      }
  }
  return known
}
