/** A text as it was pasted or read from a file: checked against the limits, normalised, cut and named, or refused with its numbers. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import {
  type Cut,
  cutText,
  defaultLength,
  HASH_DIGITS,
  heldBackCount,
  MAX_SYMBOLS,
  MAX_TEXT_BYTES,
  normalizeText,
  type OwnSource,
  type OwnStrings,
  partStrings,
} from './own-strings'

export interface TextOptions {
  readonly cut: Cut
  /** Unless given, what suits the text. */
  readonly seqLen?: number | undefined
  readonly lowerCase?: boolean
}

/** A text that can be trained on. */
export interface OwnText {
  readonly source: OwnSource & { readonly text: string }
  readonly strings: OwnStrings
}

export type TextRefusal =
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-few-strings'; readonly count: number; readonly seqLen: number }
  | { readonly kind: 'too-few-symbols'; readonly symbols: number }
  | { readonly kind: 'too-many-symbols'; readonly symbols: number }
  /** Every string is there several times: none can be held back. */
  | { readonly kind: 'all-repeated'; readonly count: number }

export type ReadText =
  | { readonly status: 'read'; readonly own: OwnText }
  | { readonly status: 'refused'; readonly refusal: TextRefusal }

export function readText(raw: string, { cut, seqLen, lowerCase }: TextOptions): ReadText {
  const refused = (refusal: TextRefusal): ReadText => ({ status: 'refused', refusal })
  const bytes = utf8ToBytes(raw).length
  if (bytes > MAX_TEXT_BYTES) return refused({ kind: 'too-large', bytes })
  const text = normalizeText(raw, lowerCase)
  if (text === '') return refused({ kind: 'empty' })
  const strings = cutText(text, cut, seqLen ?? defaultLength(text, cut))
  const symbols = strings.symbols.length
  if (symbols > MAX_SYMBOLS) return refused({ kind: 'too-many-symbols', symbols })
  const { count } = strings
  if (count < 2) return refused({ kind: 'too-few-strings', count, seqLen: strings.seqLen })
  if (symbols < 2) return refused({ kind: 'too-few-symbols', symbols })
  // Whatever the seed, strings are held back from those that are there once.
  if (partStrings(strings, 0).heldBack.length < heldBackCount(count))
    return refused({ kind: 'all-repeated', count })
  return { status: 'read', own: { source: { id: 'own', cut, count, hash: hashText(text), text }, strings } }
}

/** The name of a normalised text: the beginning of the SHA-256 of its UTF-8, which any other tool can compute too. */
export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text))).slice(0, HASH_DIGITS)
