/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { mean } from '@/core/metrics/stats'
import { decimalText } from '@/core/text/number'
import { stepsAlongText } from '@/core/text/steps-along'
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
      'Found: 95 % of the probability lies on the alphabet. Known: 95 % of the tokens are predicted correctly. Thick: alphabets of growing size, all symbols equally likely. Thin: one alphabet, more and more skewed towards the left. A string that was not known by the end of its run has no point.',
    x: 'entropy of the source, bits per token',
    skewed: ', skewed',
  },
  length: {
    title: 'Steps against length',
    caption:
      'Longer and longer strings of the same alphabet, all symbols equally likely. Every string is shown once per step.',
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
      caption: `Skew 0: all symbols equally likely; the larger the skew, the more often the same few symbols come. ${CURVES}`,
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
const MORE_EVEN = 'Same symbols, less skew'
const LONGER = 'A longer string'

const FOUND = 'Steps until the alphabet is found'
const KNOWN = 'Steps until the string is known'

function factorHeadline(
  factor: string,
  what: 'found' | 'memorised',
  changes: readonly number[],
  verdict: Verdict,
): string {
  const done = what === 'found' ? 'the alphabet is found' : 'the string is memorised'
  if (verdict === 'no effect') return `${factor}: ${done} just as soon.`
  if (verdict === 'not told apart' || verdict === 'not reached')
    return `${factor}: ${what === 'found' ? 'alphabet found' : 'string memorised'} sooner or later? Not settled.`
  return `${factor}: ${done} ${mean(changes) < 0 ? 'sooner' : 'later'}.`
}

/** @param placeText `2 symbols`, by the number in which the strings differ. */
const lineSentence =
  (placeText: (place: number) => string, what: string, factor: string, paper?: string) =>
  ({ places, ...line }: LineValues, verdict: Verdict) => ({
    headline: factorHeadline(factor, what === FOUND ? 'found' : 'memorised', line.changes, verdict),
    text: `${factor}. ${stepsAlongText(what, places.map(placeText), line, verdict)}`,
    ...(paper === undefined ? {} : { paper }),
  })

const symbols = (place: number) => `${place} symbols`
const bits = (place: number) => `${decimalText(place)} bits per token`
const tokens = (place: number) => `${place} tokens`

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
