/**
 * A visitor's own text as strings: normalised, cut into strings of S symbols, written in the alphabet that it uses. Nobody knows the
 * probability of a text, so its bits are counted as if all strings that can be written so were equally likely: an upper bound, because a
 * language has fewer. How much of what a model saves is language, and not memory, shows on strings that are held back.
 */
import { randomStream } from './rng'

/** How a text is cut: every line is a string, or the text runs on over its lines. */
export const CUTS = ['lines', 'running'] as const
export type Cut = (typeof CUTS)[number]

/** A text by its name: what keys, records and links say of it. The text itself lies elsewhere, and is attached where it is trained on. */
export interface OwnSource {
  readonly id: 'own'
  readonly cut: Cut
  /** Strings that the text gives at the trial's length, those that are held back among them. */
  readonly count: number
  /** Of the normalised text: {@link HASH_DIGITS} hexadecimal digits. */
  readonly hash: string
  /** Normalised. It is no part of the source's name. */
  readonly text?: string | undefined
}

export const HASH_DIGITS = 16

/** UTF-8 bytes of a text, before it is normalised. */
export const MAX_TEXT_BYTES = 64 * 1024
/** Symbols V of an alphabet. */
export const MAX_SYMBOLS = 256
export const OWN_LENGTHS = { min: 4, max: 256 } as const

/** The symbol that fills a line up to S. */
export const END = '\n'

/** Some browsers that train have no `String.prototype.toWellFormed` yet. */
const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * One form for texts that look alike: composed characters (NFC), `\n` alone between lines, every kind of space and tab a space, one at a time,
 * none at the ends of lines; no empty lines and no control characters.
 */
export function normalizeText(raw: string, lowerCase = false): string {
  return (lowerCase ? raw.toLowerCase() : raw)
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}|\ufeff/gu, '')
    .normalize('NFC')
    .replace(/[\p{Zs}\t]+/gu, ' ')
    .replace(/ *\n[ \n]*/g, '\n')
    .replace(/^[ \n]+|[ \n]+$/g, '')
}

/** All strings of a text. */
export interface OwnStrings {
  /** By token, in the order of their code points: {@link END} is the first where lines are filled up. */
  readonly symbols: readonly string[]
  readonly seqLen: number
  readonly count: number
  /** (count, S) token ids. */
  readonly tokens: Int32Array
  /** Symbols of each string before it is filled up. */
  readonly lengths: Int32Array
  /** Lines that gave several strings, because they are longer than S. */
  readonly longLines: number
  /** Symbols at the end of a running text that make no whole string. */
  readonly leftOver: number
}

/** @param text normalised. */
export function cutText(text: string, cut: Cut, seqLen: number): OwnStrings {
  const lines = cut === 'lines' ? text.split('\n') : [text.replaceAll('\n', ' ')]
  const pieces = lines.flatMap((line) => piecesOf(line, seqLen))
  const whole = cut === 'lines' ? pieces : pieces.filter((piece) => piece.length === seqLen)
  const isFilled = whole.some((piece) => piece.length < seqLen)
  const used = new Set(whole.flat())
  const symbols = [...used].toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!)
  if (isFilled) symbols.unshift(END)
  const tokenOf = new Map(symbols.map((symbol, token) => [symbol, token]))
  const tokens = new Int32Array(whole.length * seqLen)
  whole.forEach((piece, n) => {
    piece.forEach((symbol, t) => {
      tokens[n * seqLen + t] = tokenOf.get(symbol)!
    })
  })
  return {
    symbols,
    seqLen,
    count: whole.length,
    tokens,
    lengths: Int32Array.from(whole, ({ length }) => length),
    longLines: cut === 'lines' ? lines.filter((line) => [...line].length > seqLen).length : 0,
    leftOver: cut === 'lines' ? 0 : pieces.flat().length - whole.flat().length,
  }
}

function piecesOf(line: string, seqLen: number): string[][] {
  const symbols = [...line]
  return Array.from({ length: Math.ceil(symbols.length / seqLen) }, (_, i) =>
    symbols.slice(i * seqLen, (i + 1) * seqLen),
  )
}

/** Longest line that is kept whole unasked: attention's work grows with the square of S. Lines of verse and of letters are no longer. */
const LONGEST_WHOLE_LINE = 80
/** S where strings are pieces of something longer. */
const PIECE_LENGTHS = { lines: 48, running: 16 } as const

/** S for a text: its longest line that can stay whole, or more where longer ones are cut; a fixed length where it runs on. @param text normalised. */
export function defaultLength(text: string, cut: Cut): number {
  if (cut === 'running') return PIECE_LENGTHS.running
  const lengths = text.split('\n').map((line) => [...line].length)
  const whole = lengths.filter((length) => length <= LONGEST_WHOLE_LINE)
  const least = whole.length < lengths.length ? PIECE_LENGTHS.lines : OWN_LENGTHS.min
  return whole.reduce((longest, length) => Math.max(longest, length), least)
}

/** One string as it was written, without what fills it up. */
export function stringText({ symbols, seqLen, tokens, lengths }: OwnStrings, n: number): string {
  const start = n * seqLen
  return Array.from(tokens.subarray(start, start + lengths[n]!), (token) => symbols[token]!).join('')
}

/**
 * −log2 p of a string, in bits, if all strings were equally likely: S·log2 V. Where lines are filled up every length 1 … S is equally likely
 * instead, and then each of its symbols among the V − 1 that do not mark the end: log2 S + length·log2(V − 1). Over all strings the
 * probabilities sum to 1 in both cases.
 */
export function ownStringBits({ symbols, seqLen, lengths }: OwnStrings, n: number): number {
  const vocab = symbols.length
  return symbols[0] === END
    ? Math.log2(seqLen) + lengths[n]! * Math.log2(vocab - 1)
    : seqLen * Math.log2(vocab)
}

/** Strings of a text that no model of it is trained on: a tenth, at least one. More than 256 would tell no more. */
export const heldBackCount = (count: number): number => Math.min(256, Math.max(1, Math.round(count / 10)))

/** How many of a text's strings can be trained on. */
export const trainableCount = (count: number): number => count - heldBackCount(count)

/** Indices of strings. */
export interface Parted {
  /** In the order in which datasets take them: a smaller dataset is the beginning of a larger one. */
  readonly training: readonly number[]
  readonly heldBack: readonly number[]
}

/**
 * Shuffles the strings by the seed and holds back the first that the text has once only: what is there twice, a model of the other one has
 * seen. Fewer are held back where there are too few of those.
 */
export function partStrings(strings: OwnStrings, seed: number): Parted {
  const keys = stringKeys(strings)
  const times = countOf(keys)
  const random = randomStream('source', seed)
  const order = [...keys.keys()]
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1)
    const other = order[i]!
    order[i] = order[j]!
    order[j] = other
  }
  const heldBack = order.filter((n) => times.get(keys[n]!) === 1).slice(0, heldBackCount(strings.count))
  const isHeldBack = new Set(heldBack)
  return { training: order.filter((n) => !isHeldBack.has(n)), heldBack }
}

/** Strings that the text has several times, each counted once. */
export const repeatedStrings = (strings: OwnStrings): number =>
  [...countOf(stringKeys(strings)).values()].filter((times) => times > 1).length

const stringKeys = ({ count, seqLen, tokens }: OwnStrings): string[] =>
  Array.from({ length: count }, (_, n) => tokens.subarray(n * seqLen, (n + 1) * seqLen).join())

function countOf(keys: readonly string[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1)
  return times
}
