/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { decimalText, effectText, factorText, leftOutText, seedsNeededText } from '@/core/text/number'
import type { LineValues, Values } from './findings'

const CURVES =
  'One seed. Where a curve stays flat for a while, the model only guesses. The grey line is the share that counts as known.'

export const text = {
  found: 'found',
  known: 'known',
  steps: 'steps',
  entropy: {
    title: 'Steps against entropy',
    caption:
      'Found: 95 % of the probability lies on the alphabet. Known: 95 % of the tokens would be guessed right. Thick: alphabets of 2 symbols and more, all equally likely. Thin: one alphabet, skewed more and more towards the left. A string that was not known by the end of the run has no point.',
    x: 'entropy of the source, bits per token',
    skewed: ', skewed',
  },
  length: {
    title: 'Steps against length',
    caption:
      'The same alphabet, all symbols equally likely, in longer and longer strings. Every string is shown once a step.',
    x: 'length, tokens',
  },
  /** All strings in one plot run together; apart they show what each factor does. */
  accuracy: {
    y: 'tokens right',
    alphabet: {
      title: 'Tokens guessed right: more and more symbols',
      caption: `Strings of one length, all symbols equally likely. ${CURVES}`,
      label: ({ symbols }: { readonly symbols: number }) => `${symbols} symbols`,
    },
    skew: {
      title: 'Tokens guessed right: the same symbols, more and more skewed',
      caption: `Skew 0: all symbols equally likely; the more skewed, the more often the same few come. ${CURVES}`,
      label: ({ skew }: { readonly skew: number }) => `skew ${skew}`,
    },
    length: {
      title: 'Tokens guessed right: longer and longer strings',
      caption: `The same alphabet, all symbols equally likely. ${CURVES}`,
      label: ({ seqLen }: { readonly seqLen: number }) => `${seqLen} tokens`,
    },
  },
}

const MORE_SYMBOLS = 'More symbols'
const MORE_EVEN = 'More even symbols'
const LONGER = 'A longer string'

const FOUND = 'steps until the alphabet is found'
const KNOWN = 'steps until the string is known'

function factorHeadline(
  factor: string,
  what: 'found' | 'memorised',
  changes: readonly number[],
  verdict: Verdict,
): string {
  const done = what === 'found' ? 'the alphabet is found' : 'it is memorised'
  if (verdict === 'no effect') return `${factor}: ${done} as soon.`
  if (verdict === 'not told apart' || verdict === 'not reached') return `${factor}: how soon ${done} is open.`
  return `${factor}: ${done} ${mean(changes) < 0 ? 'sooner' : 'later'}.`
}

/** @param line `2, 4, 16 symbols, all equally likely`, by the strings' own numbers. */
const lineSentence =
  (line: (places: readonly number[]) => string, what: string, factor: string, paper?: string) =>
  ({ places, steps, changes, leftOut, seedsNeeded }: LineValues, verdict: Verdict) => {
    const each = steps.map((own) => (own.length > 0 ? decimalText(mean(own), 0) : 'not reached')).join(', ')
    const change =
      verdict === 'not reached'
        ? 'Not every string got there in most seeds: train longer.'
        : `From the first to the last they change by ${effectText(effectOf(changes), factorText)}${
            verdict === 'no effect' ? ', less than two looks lie apart' : ''
          }${verdict === 'not told apart' ? `: ${seedsNeededText(seedsNeeded)}` : ''}.${leftOutText(leftOut)}`
    const sentence = `${line(places)}: ${what} ${each}. ${change}`
    const headline = factorHeadline(factor, what === FOUND ? 'found' : 'memorised', changes, verdict)
    return { headline, text: sentence, ...(paper === undefined ? {} : { paper }) }
  }

const symbols = (places: readonly number[]) => `${places.join(', ')} symbols, all equally likely`
const bits = (places: readonly number[]) =>
  `${places.map((place) => decimalText(place)).join(', ')} bits per token with the same symbols`
const tokens = (places: readonly number[]) => `${places.join(', ')} tokens`

export const sentences = {
  alphabetFound: lineSentence(
    symbols,
    FOUND,
    MORE_SYMBOLS,
    'Speicher et al.: smaller alphabets are found sooner',
  ),
  alphabetKnown: lineSentence(
    symbols,
    KNOWN,
    MORE_SYMBOLS,
    'Speicher et al.: smaller alphabets are memorised later',
  ),
  entropyFound: lineSentence(bits, FOUND, MORE_EVEN),
  entropyKnown: lineSentence(
    bits,
    KNOWN,
    MORE_EVEN,
    'Speicher et al.: strings of low entropy are memorised later',
  ),
  lengthFound: lineSentence(tokens, FOUND, LONGER),
  lengthKnown: lineSentence(tokens, KNOWN, LONGER),
} satisfies Sentences<Values>
