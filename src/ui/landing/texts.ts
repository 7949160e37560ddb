/** The landing page's sentences. On its first screen there are at most 90 words. */

export const SUBTITLE = 'A tiny transformer learns random strings, live. Give it more until it is full.'

export const BIT = '1 bit = 1 yes-or-no answer. Each symbol is 1 of 16: 4 bits.'

export const ANSWERS = [
  {
    question: 'Why is it flat?',
    answer:
      'All it learns must fit into its numbers, and they hold only so many bits. Once they are full, more strings add nothing: it knows a little of many in place of all of few.',
  },
  {
    question: 'The dashed line?',
    answer:
      'All there is to know: 4 bits for each symbol, less what it takes to say which string is meant. Nothing, however large, can remember more of these strings.',
  },
  {
    question: 'Strings it never saw?',
    answer:
      'Nothing helps it there: random strings have nothing in common. It is often sure and wrong. So what it knows of its own strings is memory, and nothing else.',
  },
] as const
