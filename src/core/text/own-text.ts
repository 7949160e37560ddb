/** A visitor's own text in words: why it is refused, what it became, and what its bits are. Page and command line say the same. */
import {
  END,
  heldBackCount,
  MAX_SYMBOLS,
  MAX_TEXT_BYTES,
  OWN_LENGTHS,
  ownStringBits,
  repeatedStrings,
} from '../data/own-strings'
import type { OwnText, TextRefusal } from '../data/read-text'
import { bytesText, countText, decimalText, plural } from './number'

export function refusalText(refusal: TextRefusal): string {
  switch (refusal.kind) {
    case 'too-large':
      return `This text has ${countText(refusal.bytes)} bytes; at most ${countText(MAX_TEXT_BYTES)} (${bytesText(MAX_TEXT_BYTES)}) are taken.`
    case 'empty':
      return 'There is no text in it.'
    case 'too-many-symbols':
      return `This text is written in ${countText(refusal.symbols)} different symbols; at most ${MAX_SYMBOLS} are taken. Lower case may help.`
    case 'too-few-symbols':
      return 'This text has one symbol only, so there is nothing to remember: at least 2 are needed.'
    case 'too-few-strings':
      return `This text gives ${plural(refusal.count, 'string')} of ${refusal.seqLen} symbols; at least 2 are needed, one of them to be held back. Take more text or shorter strings.`
    case 'all-repeated':
      return `Too many of the ${plural(refusal.count, 'string')} of this text are there several times: at least ${countText(heldBackCount(refusal.count))} must be there once, to be held back.`
    default:
      return refusal satisfies never
  }
}

export const lengthProblem = (): string =>
  `strings of a text have ${OWN_LENGTHS.min} to ${OWN_LENGTHS.max} symbols`

/** Names of symbols that cannot be seen. */
const NAMES: Readonly<Record<string, string>> = { [END]: '⏎', ' ': '␣' }

/** A symbol as it can be shown: what cannot be seen by its code point. */
export const symbolText = (symbol: string): string =>
  NAMES[symbol] ??
  (/^[\p{C}\p{Z}\p{M}]$/u.test(symbol)
    ? `U+${symbol.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    : symbol)

/** All bits of a text's strings, if every string were equally likely. */
export const ownTextBits = ({ strings }: OwnText): number =>
  Array.from({ length: strings.count }, (_, n) => ownStringBits(strings, n)).reduce(
    (sum, bits) => sum + bits,
    0,
  )

/** What the text became: "20 strings of 48 symbols, an alphabet of 31 symbols; 2 strings are held back." */
export function cutSentences(own: OwnText): string[] {
  const { strings, source } = own
  const { count, seqLen, symbols, longLines, leftOver } = strings
  const isFilled = symbols[0] === END
  const repeated = repeatedStrings(strings)
  const length = isFilled ? `up to ${seqLen}` : String(seqLen)
  return [
    `${plural(count, 'string')} of ${length} symbols. ${
      source.cut === 'running'
        ? 'The text runs on over its lines.'
        : longLines === 0
          ? 'Each line is one.'
          : `Each line is one, but ${countText(longLines)} of more than ${seqLen} symbols ${longLines === 1 ? 'was' : 'were'} cut into several.`
    }`,
    ...(isFilled ? [`Shorter lines are filled up with ${NAMES[END]}.`] : []),
    ...(leftOver > 0 ? [`Left out at its end: ${plural(leftOver, 'symbol')}, too few for a string.`] : []),
    ...(repeated > 0
      ? [`${plural(repeated, 'string')} ${repeated === 1 ? 'is' : 'are'} there more than once.`]
      : []),
    `${plural(heldBackCount(count), 'string')} ${heldBackCount(count) === 1 ? 'is' : 'are'} held back: no model sees ${heldBackCount(count) === 1 ? 'it' : 'them'}.`,
  ]
}

export const alphabetSentence = ({ strings: { symbols } }: OwnText): string =>
  `Its alphabet has ${plural(symbols.length, 'symbol')}: ${symbols.map(symbolText).join(' ')}`

/** The caveat: an upper bound, and how to see what is language. */
export function caveat(own: OwnText): string {
  const { symbols } = own.strings
  const letters = symbols[0] === END ? symbols.length - 1 : symbols.length
  return `At most ${countText(ownTextBits(own))} bits: log₂ ${letters} = ${decimalText(Math.log2(letters))} for each symbol, as if any string were as likely as another. A language has fewer, and what it repeats can be guessed. So “memorised” here counts language too: what a model saves on strings that were held back is language and no memory.`
}
