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
      'All there is to know: 4 bits for each symbol, less what it takes to say which string is meant. However large, a model cannot remember more.',
  },
  {
    question: 'Strings it never saw?',
    answer:
      'One is under the grid. Random strings have nothing in common, so there it can only guess: a dark symbol is luck. What it knows of its own is memory.',
  },
]

/** Asked where the visitor’s own tries show it. */
export const WHY_FLAT: Explained = {
  question: 'Why is it flat?',
  answer:
    'Its numbers hold only so many bits. Once they are full, more strings add nothing: it knows a little of many, not all of few. Runs differ a little.',
}
