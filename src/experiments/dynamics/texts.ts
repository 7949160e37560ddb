/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { LEARNED_NATS } from '@/core/metrics/phases'
import { mean } from '@/core/metrics/stats'
import { capitalised } from '@/core/text/capitalised'
import {
  decimalText,
  effectText,
  factorText,
  leftOutText,
  meanText,
  plural,
  rangeText,
  tooFewSeedsText,
} from '@/core/text/number'
import { stepsAlongText } from '@/core/text/steps-along'
import { HELD_OUT_SLACK, type Values, WEAK_CORRELATION } from './findings'

/** @param about the string in detail, `l 7`; undefined before there is one. */
const titled = (title: string, about: string | undefined): string =>
  about === undefined ? title : `${title}, ${about}`

export const text = {
  bits: {
    title: (about: string | undefined) => titled('First the alphabet, then the string', about),
    caption:
      'Bits per token. Loss: what the string costs. Entropy: how undecided the predictions are. KL: how far they are from the alphabet’s own distribution. While the model guesses, loss and entropy rest at the grey line and KL is near 0. Thin: a string of the same alphabet that it never saw; it must never cost less than guessing.',
    y: 'bits per token',
    heldOut: 'new string',
    loss: 'loss',
    entropy: 'entropy',
    kl: 'KL',
    guessing: (symbols: number) => `log₂ ${symbols}`,
  },
  shares: {
    title: (about: string | undefined) => titled('What it knows', about),
    caption:
      'Mass: the probability that predictions give to the string’s alphabet. Accuracy: the share of tokens whose likeliest prediction is right. Near 1/l the model names one symbol throughout; accuracy rises above that as the string itself is learned.',
    y: 'share',
    mass: 'mass',
    accuracy: 'accuracy',
    chance: (symbols: number) => `1/${symbols}`,
  },
  tokens: {
    title: (about: string | undefined) => titled('Every token while it is learned', about),
    caption:
      'A column is a position in the string, a row a moment in training, the shade the probability that the model gives to the right token. Columns that darken here and there show tokens that are learned one by one, not from left to right.',
    rows: 'step',
    columns: 'position',
    legend: ['impossible', 'certain'] as const,
  },
  alphabets: {
    title: 'Loss, alphabet by alphabet',
    caption:
      'One seed. Compare how soon the loss falls to that of guessing among the symbols, and how soon from there to almost nothing.',
    y: 'loss, bits per token',
  },
  bands: { guessing: 'guessing', memorizing: 'memorising' },
}

const learnedText = ({ learned, leftOut, totalSteps, endLoss }: Values['guessing']): string =>
  learned.length + leftOut === endLoss.length
    ? `The loss falls below ${decimalText(LEARNED_NATS / Math.LN2)} bits per token at step ${meanText(learned, 0)}.${leftOutText(leftOut)}`
    : `The string is not memorised: after ${totalSteps} steps it still costs ${meanText(endLoss, 2, 'bits per token')}.`

function guessingText(values: Values['guessing'], verdict: Verdict): string {
  const { from, to, leftOut, endLoss, decision } = values
  if (from.length + leftOut < endLoss.length) return 'it does not find the alphabet in its steps.'
  if (to.length + leftOut < endLoss.length) return `it guesses from step ${meanText(from, 0)} on.`
  const [begins, ends] = [meanText(from, 0), meanText(to, 0)]
  if (mean(to) < mean(from)) {
    const together = `the loss falls below that of guessing at step ${ends}, before the alphabet has 95 % of the probability, at step ${begins}`
    return verdict === 'differs'
      ? `there is no guessing phase. ${capitalised(together)}.`
      : `${together}.${openText(values, verdict)}`
  }
  const lasts = `it guesses for some ${decimalText(mean(to) - mean(from), 0)} steps, from step ${begins} to step ${ends}`
  const factor = decision ? `, a ratio of ${effectText(decision.effect, (change) => factorText(change))}` : ''
  return verdict === 'no effect'
    ? `it passes through guessing without stopping there: ${lasts}${factor}.`
    : `${lasts}${factor}.${openText(values, verdict)}`
}

const openText = ({ decision }: Values['guessing'], verdict: string): string =>
  tooFewSeedsText({ verdict, seedsNeeded: decision?.seedsNeeded }, 'whether it stays at guessing')

const orderText = (what: string, { entropies, ...line }: Values['found'], verdict: Verdict): string =>
  stepsAlongText(
    what,
    entropies.map((bits) => `${decimalText(bits)} bits per token`),
    line,
    verdict,
  )

function guessingHeadline({ label, from, to }: Values['guessing'], verdict: Verdict): string {
  if (verdict === 'agrees') return `${label}: it guesses first, then memorises.`
  if (verdict === 'no effect') return `${label}: it memorises without stopping to guess.`
  if (verdict === 'differs') return `${label}: it memorises before it has found the symbols.`
  if (verdict === 'not reached' && to.length === 0)
    return from.length === 0
      ? `${label}: it has not found the symbols yet.`
      : `${label}: it still only guesses.`
  return `${label}: does it guess first? Not settled here.`
}

function orderHeadline(what: string, verdict: Verdict): string {
  if (verdict === 'agrees') return `Simple strings are ${what}.`
  if (verdict === 'differs' || verdict === 'no effect') return `Simple strings are not ${what} here.`
  return `Are simple strings ${what}? Not settled here.`
}

/** By the mean over the seeds of each string. */
const LEAKS: Readonly<Partial<Record<Verdict, string>>> = {
  differs: 'something leaks',
  'not told apart': 'too few seeds to tell whether something leaks',
  seen: 'their mean over seeds does not, so nothing leaks',
}

export const sentences = {
  guessing: (values, verdict) => ({
    headline: guessingHeadline(values, verdict),
    text: `${values.label}, ${values.positions === 'none' ? 'no' : values.positions} positions: ${guessingText(values, verdict)} ${learnedText(values)}`,
    paper: 'Speicher et al.: the model guesses before it memorises',
  }),
  found: (values, verdict) => ({
    headline: orderHeadline('guessed sooner', verdict),
    text: orderText('Steps until the alphabet is found', values, verdict),
    paper: 'Speicher et al.: strings of low entropy are guessed sooner',
  }),
  learned: (values, verdict) => ({
    headline: orderHeadline('memorised later', verdict),
    text: orderText('Steps until the string is known', values, verdict),
    paper: 'Speicher et al.: strings of low entropy are memorised later',
  }),
  position: ({ decision, runs }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'Tokens are learned in hardly any order of position.'
        : verdict === 'differs'
          ? `${decision.effect.mean > 0 ? 'Earlier' : 'Later'} tokens tend to be learned first.`
          : 'Are earlier tokens learned first? Not settled here.',
    text: `The rank correlation of a token’s position with the step by which it is learned is ${effectText(decision.effect, decimalText)}, over ${plural(runs, 'run')}; from left to right it would be 1, in no order 0.${tooFewSeedsText(decision, `whether it is within ${WEAK_CORRELATION} of 0`)}`,
    paper: 'Speicher et al.: tokens are memorised in no order of position',
  }),
  heldOut: ({ losses, leaking }, verdict) => ({
    headline:
      verdict === 'seen'
        ? 'It learned this string, and no other.'
        : 'It may know something of strings it never saw.',
    text:
      leaking === 0
        ? `New strings of the same alphabets end at ${rangeText(Math.min(...losses), Math.max(...losses), (bits) => decimalText(bits, 1))} bits per token, none more than ${HELD_OUT_SLACK} below what guessing costs: what was learned is this string and no other.`
        : `In ${leaking} of ${plural(losses.length, 'run')}, new strings end more than ${HELD_OUT_SLACK} bits per token below what guessing costs: ${LEAKS[verdict]}.`,
  }),
} satisfies Sentences<Values>
