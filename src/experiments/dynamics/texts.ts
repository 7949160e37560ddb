/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import {
  decimalText,
  effectText,
  factorText,
  leftOutText,
  meanText,
  plural,
  rangeText,
  seedsNeededText,
} from '@/core/text/number'
import { HELD_OUT_SLACK, type Values } from './findings'

/** @param about the string in detail, `l 7`; undefined before there is one. */
const titled = (title: string, about: string | undefined): string =>
  about === undefined ? title : `${title}, ${about}`

export const text = {
  bits: {
    title: (about: string | undefined) => titled('First the alphabet, then the string', about),
    caption:
      'Bits per token. Loss: what the string costs. Entropy: how undecided the predictions are. KL: how far they are from the alphabet’s own distribution. While the model guesses, loss and entropy rest at the grey line and KL is near 0. Thin: strings of the same alphabet that it never saw; they must never cost less than guessing.',
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
      'Mass: probability that the predictions give to the string’s alphabet. Accuracy: share of the tokens that would be guessed right. Accuracy near 1/l: one symbol is named throughout. It rises above that as the string itself is learned.',
    y: 'share',
    mass: 'mass',
    accuracy: 'accuracy',
    chance: (symbols: number) => `1/${symbols}`,
  },
  tokens: {
    title: (about: string | undefined) => titled('Every token, look by look', about),
    caption:
      'A column is a position of the string, a row a look at the model, the shade the probability that it gives to the right token. Where columns darken one by one, tokens are learned so, and not from left to right.',
    rows: 'step',
    columns: 'position',
    legend: ['impossible', 'certain'] as const,
  },
  alphabets: {
    title: 'Loss, alphabet by alphabet',
    caption:
      'One seed. Two things to compare: how soon the loss falls to guessing among the symbols, and how soon from there to nothing.',
    y: 'loss, bits per token',
  },
  bands: { guessing: 'guessing', memorizing: 'memorising' },
}

const learnedText = ({ learned, leftOut, totalSteps, endLoss }: Values['guessing']): string =>
  learned.length + leftOut === endLoss.length
    ? `The loss falls under 0.1 nats per token at step ${meanText(learned, 0)}.${leftOutText(leftOut)}`
    : `The string is not memorised: after ${totalSteps} steps it still costs ${meanText(endLoss, 2, 'bits per token')}.`

function guessingText(values: Values['guessing'], verdict: string): string {
  const { from, to, leftOut, endLoss, decision } = values
  if (from.length + leftOut < endLoss.length) return 'it does not get as far as guessing.'
  if (to.length + leftOut < endLoss.length) return `it guesses from step ${meanText(from, 0)} on.`
  const [begins, ends] = [meanText(from, 0), meanText(to, 0)]
  if (mean(to) < mean(from)) {
    const together = `the loss falls below that of guessing at step ${ends}, before the alphabet has 95 % of the probability, at step ${begins}`
    return verdict === 'differs'
      ? `no guessing phase: ${together}.`
      : `${together}${openText(values, verdict)}.`
  }
  const lasts = `it guesses for some ${decimalText(mean(to) - mean(from), 0)} steps, from step ${begins} to step ${ends}`
  const factor = decision ? `, ${effectText(decision.effect, factorText)}` : ''
  return verdict === 'no effect'
    ? `it passes through guessing and does not rest there: ${lasts}${factor}.`
    : `${lasts}${factor}${openText(values, verdict)}.`
}

const openText = ({ decision }: Values['guessing'], verdict: string): string =>
  verdict === 'not told apart'
    ? `; whether it rests at guessing is open, ${seedsNeededText(decision?.seedsNeeded)}`
    : ''

function orderText(
  what: string,
  { entropies, steps, changes, leftOut, seedsNeeded }: Values['found'],
  verdict: string,
) {
  const each = steps.map((own) => (own.length > 0 ? decimalText(mean(own), 0) : 'not reached')).join(', ')
  const line = `${what} at ${entropies.map((bits) => decimalText(bits)).join(', ')} bits per token: ${each}`
  if (verdict === 'not reached') return `${line}. Not every string got there in most seeds: train longer.`
  const change = `From the first to the last they change by ${effectText(effectOf(changes), factorText)}`
  return `${line}. ${change}${
    verdict === 'not told apart' ? `: ${seedsNeededText(seedsNeeded)}` : ''
  }${verdict === 'no effect' ? ': less than two looks lie apart' : ''}.${leftOutText(leftOut)}`
}

const symbolsOf = (label: string): string => label.replace(/^l (\d+)/, '$1 symbols')

function guessingHeadline({ label, from, to }: Values['guessing'], verdict: Verdict): string {
  const about = symbolsOf(label)
  if (verdict === 'agrees') return `${about}: it guesses first, then memorises.`
  if (verdict === 'no effect') return `${about}: it passes through guessing without a rest.`
  if (verdict === 'differs') return `${about}: it memorises before it has found the symbols.`
  if (verdict === 'not reached' && to.length === 0)
    return from.length === 0 ? `${about}: it does not even guess yet.` : `${about}: it still only guesses.`
  return `${about}: whether it guesses first is open.`
}

function orderHeadline(what: string, verdict: Verdict): string {
  if (verdict === 'agrees') return `Simple strings are ${what}.`
  if (verdict === 'differs' || verdict === 'no effect') return `Simple strings are not ${what} here.`
  return `Whether simple strings are ${what} is open.`
}

/** By the mean over the seeds of each string. */
const LEAKS: Readonly<Partial<Record<Verdict, string>>> = {
  differs: 'something leaks',
  'not told apart': 'more seeds would show whether something leaks',
  seen: 'the mean over seeds is within that, so nothing leaks',
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
  heldOut: ({ losses, leaking }, verdict) => ({
    headline:
      verdict === 'seen' ? 'It learned this string, and no other.' : 'Something of new strings may leak.',
    text:
      leaking === 0
        ? `New strings of the same alphabets end at ${rangeText(Math.min(...losses), Math.max(...losses), (bits) => decimalText(bits, 1))} bits per token, none more than ${HELD_OUT_SLACK} below what guessing costs: what was learned is this string and no other.`
        : `In ${leaking} of ${plural(losses.length, 'run')} new strings cost more than ${HELD_OUT_SLACK} bits per token less than guessing: ${LEAKS[verdict]}.`,
  }),
} satisfies Sentences<Values>
