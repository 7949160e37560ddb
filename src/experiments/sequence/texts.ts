/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
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
  tooFewSeedsText,
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
      'A row is the moment after a string was learned, a column a string. Shade: the share of tokens predicted correctly, from no better than guessing to every one. On the diagonal is the string just learned, to its left what remains of the earlier ones, to its right those not shown yet. During training, the row marked (now) follows the latest measurement; rows without cells are still to come.',
    rows: 'after string',
    columns: 'string',
    now: (phase: string) => `${phase} (now)`,
    legend: ['no better than guessing', 'every token'] as const,
  },
  accuracy: {
    title: (symbols: number | undefined) => titled('Accuracy of every string throughout', symbols),
    caption:
      'One seed. Each line is a string; shaded, and plain in turn, are the times in which each is shown. A line rises while its string is shown and falls while another is.',
    x: 'step',
    y: 'accuracy',
    string: (string: number) => `string ${string}`,
  },
  speed: {
    title: 'How fast each string is learned',
    awaits: 'No string is known so far',
    caption:
      'Steps from a string’s first showing until 99 % of its tokens are predicted correctly. The dot, “again”, is the first string when it returns; the line ends with a new string shown right after it, for comparison. A string that was never known has no point. The first string is slower because the learning rate is still warming up.',
    x: 'string, in the order shown',
    y: 'steps to learn',
    fresh: (symbols: number) => `${symbols} symbols`,
    again: (symbols: number) => `${symbols}, again`,
  },
}

const stepsText = (steps: readonly number[] | undefined): string =>
  steps ? `is known after ${meanText(steps, 0, 'steps')}` : 'is not known by the end of its steps'

const RETURNS = {
  agrees: 'relearning a string is faster than learning a new one.',
  differs: 'relearning a string is slower than learning a new one.',
  'no effect': 'relearning a string takes as long as a new one.',
  'not told apart': 'is a string relearned faster? Not settled here.',
} as const

const SOONER: Readonly<Partial<Record<Verdict, string>>> = {
  agrees: ': something of the first was still there',
  differs: ': the returning string is the slower one',
  'no effect': ', a difference smaller than the distance between two measurements',
}

function soonerText(decision: Decision): string {
  const times = effectText(decision.effect, (change) => factorText(change), 'times')
  return `The new one takes ${times} as long${SOONER[decision.verdict] ?? ''}.${tooFewSeedsText(decision, 'whether something of the first was still there')}`
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
          : 'are earlier strings forgotten? Not settled here.'
    }`,
    text:
      verdict === 'not reached'
        ? `${symbols} symbols: no string was known before the next one came, so nothing could be forgotten. Give each more steps.`
        : `${symbols} symbols: of a string that was known, the model gets ${meanText(afterNext)} of the tokens right once the next string is learned, and ${meanText(afterLast)} after string ${strings}; guessing gives about ${decimalText(chance)}. Of what it knew beyond guessing, ${effectText(effectOf(leftShare), percentText)} is left.${tooFewSeedsText({ verdict, seedsNeeded })}`,
    paper: 'Speicher et al.: earlier strings are forgotten while new ones are memorised',
  }),
  speed: ({ symbols, strings, second, last }) => ({
    headline:
      second && last
        ? `${symbols} symbols: ${decimalText(mean(second), 0)} steps for the second string, ${decimalText(mean(last), 0)} for the last.`
        : `${symbols} symbols: some strings were not known in time.`,
    text: `${symbols} symbols: the second string ${stepsText(second)}, string ${strings} ${stepsText(last)}.`,
  }),
  return: ({ symbols, again, control, leftOut, sooner }) => ({
    headline: `${symbols} symbols: ${sooner ? RETURNS[sooner.verdict] : 'the first string was not relearned in time.'}`,
    text: sooner
      ? `${symbols} symbols: when it returns, the first string ${stepsText(again)}; a new one right after it ${stepsText(control)}. ${soonerText(sooner)}${leftOutText(leftOut)}`
      : `${symbols} symbols: when it returned, the first string was not known by the end of its time, so nothing can be said of how fast it is relearned. Give each more steps.`,
  }),
} satisfies Sentences<Values>
