/** All words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import {
  decimalText,
  effectText,
  factorText,
  leftOutText,
  meanText,
  percentText,
  plural,
  seedsNeededText,
} from '@/core/text/number'
import type { Values } from './findings'

/** @param symbols of the strings in detail; undefined before there is one. */
const titled = (title: string, symbols: number | undefined): string =>
  symbols === undefined ? title : `${title}, ${symbols} symbols`

export const text = {
  learning: (name: string, of: number, right: number) =>
    `string ${name} of ${of}: ${percentText(right)} of its tokens right`,
  /** Name of a phase. @param string the string that it shows, counted from 1. */
  phase: (string: number, isReturn: boolean) => (isReturn ? `${string} again` : String(string)),
  left: {
    title: (symbols: number | undefined) => titled('What is left of each string', symbols),
    caption:
      'A row is the moment after a string was learned, a column a string. Shade: tokens that would be guessed right, as a share of what mere guessing among the alphabet’s symbols leaves. On the diagonal stands the string that was just learned, left of it what is left of the earlier ones, right of it those that have not come yet. While it trains, the row marked now follows the latest measurement; rows without cells are still to come.',
    rows: 'after string',
    columns: 'string',
    now: (phase: string) => `${phase} (now)`,
    legend: ['no better than guessing', 'every token'] as const,
  },
  accuracy: {
    title: (symbols: number | undefined) => titled('Accuracy of every string throughout', symbols),
    caption:
      'One seed. Shaded: the time in which a string is shown. Each line is a string; it rises while it is shown and falls while another is.',
    x: 'step',
    y: 'accuracy',
    string: (string: number) => `string ${string}`,
  },
  speed: {
    title: 'How fast each string is learned',
    awaits: 'No string is known so far',
    caption:
      'Steps from its first showing until 99 % of its tokens would be guessed right. The dot, again, is the first string when it comes back; the line ends with a string that is new after that, to compare with. A string that was never known has none. The learning rate warms up during the first one, which is slower for that alone.',
    x: 'n-th string shown',
    y: 'steps to learn',
    fresh: (symbols: number) => `${symbols} symbols`,
    again: (symbols: number) => `${symbols}, again`,
  },
}

const stepsText = (steps: readonly number[] | undefined): string =>
  steps ? `takes ${meanText(steps, 0, 'steps')} to know` : 'is not known after its steps'

const RETURNS = {
  agrees: 'a forgotten string comes back faster than a new one.',
  differs: 'a forgotten string comes back slower than a new one.',
  'no effect': 'a forgotten string is like a new one.',
  'not told apart': 'whether a forgotten string comes back faster is open.',
} as const

function soonerText({ verdict, effect, seedsNeeded }: Decision): string {
  const factor = `The new one takes ${effectText(effect, factorText)} as long`
  switch (verdict) {
    case 'agrees':
      return `${factor}: something of the first was still there.`
    case 'differs':
      return `${factor}: what comes back is learned later.`
    case 'no effect':
      return `${factor}: a difference smaller than two looks lie apart.`
    case 'not told apart':
      return `${factor}; whether something of the first was still there is open: ${seedsNeededText(seedsNeeded)}.`
  }
}

export const sentences = {
  unknown: ({ symbols, unknown, strings }) => ({
    headline: `${symbols} symbols: ${unknown} of ${plural(strings, 'string')} took too long.`,
    text: `${symbols} symbols: ${unknown} of ${plural(strings, 'string')} ${unknown === 1 ? 'was' : 'were'} not known by the end of ${unknown === 1 ? 'its' : 'their'} time. Give each more steps.`,
  }),
  left: ({ symbols, strings, afterNext, afterLast, chance, leftShare, seedsNeeded }, verdict) => ({
    headline: `${symbols} symbols: ${
      verdict === 'agrees'
        ? 'each new string wipes out the ones before.'
        : verdict === 'differs'
          ? 'earlier strings are still there.'
          : 'whether earlier strings are forgotten is open.'
    }`,
    text:
      verdict === 'not reached'
        ? `${symbols} symbols: no string was known before the next one came, so nothing could be forgotten. Give each more steps.`
        : `${symbols} symbols: of a string that was known, ${meanText(afterNext)} of the tokens are right after the next string, and ${meanText(afterLast)} after string ${strings}; guessing gives about ${decimalText(chance)}. Above guessing ${effectText(effectOf(leftShare), percentText)} is left${verdict === 'not told apart' ? `; ${seedsNeededText(seedsNeeded)}` : ''}.`,
    paper: 'Speicher et al.: what was memorised earlier is forgotten while new strings are memorised',
  }),
  speed: ({ symbols, strings, second, last }) => ({
    headline:
      second && last
        ? `${symbols} symbols: ${decimalText(mean(second), 0)} steps for the second string, ${decimalText(mean(last), 0)} for the last.`
        : `${symbols} symbols: a string was not known in its time.`,
    text: `${symbols} symbols: the second string ${stepsText(second)}, string ${strings} ${stepsText(last)}.`,
  }),
  return: ({ symbols, again, control, leftOut, sooner }) => ({
    headline: `${symbols} symbols: ${sooner ? RETURNS[sooner.verdict] : 'the first string did not come back in time.'}`,
    text: sooner
      ? `${symbols} symbols: when it comes back, the first string ${stepsText(again)}, a new one right after it ${stepsText(control)}. ${soonerText(sooner)}${leftOutText(leftOut)}`
      : `${symbols} symbols: the first string was not known again in its time, so that it was learned sooner cannot be said. Give each more steps.`,
  }),
} satisfies Sentences<Values>
