/** The landing page's sentences. On its first screen there are at most 90 words. */

import { countText } from '@/core/text/number'

export const SUBTITLE = 'They are a tiny transformer, learning random strings. Fill it up.'

export const BIT = '1 bit = 1 yes or no; 1 symbol of 16 takes 4.'

/** All there is to know, to be counted by hand from what is on show: the outlined symbols say which string is meant. */
export const sumText = (strings: number, seqLen: number, ceilingBits: number): string =>
  `${strings} strings × (${seqLen} symbols × 4 − ${Math.log2(strings)} to say which) = ${countText(ceilingBits)}`

export interface Explained {
  readonly question: string
  readonly answer: string
}

export const ANSWERS: readonly Explained[] = [
  {
    question: 'The dashed line?',
    answer:
      'All there is to know: 4 bits for each symbol, less what it takes to say which string is meant. Nothing, however large, can remember more of these strings. Open one to see the bits of each symbol.',
  },
  {
    question: 'Strings it never saw?',
    answer:
      'The row under the grid is one. Random strings have nothing in common, so there it can only guess, and a dark symbol is luck. What it knows of its own strings is memory, and nothing else.',
  },
]

/** Asked where the visitor’s own tries show it. */
export const WHY_FLAT: Explained = {
  question: 'Why is it flat?',
  answer:
    'All it learns must fit into its numbers, and they hold only so many bits. Once they are full, more strings add nothing: it knows a little of many in place of all of few. Other strings give a few percent more or less.',
}
