import { expect, it } from 'vitest'
import { type OwnText, readText, type TextOptions } from '../data/read-text'
import { alphabetSentence, caveat, cutSentences, refusalText, symbolText } from './own-text'

function textOf(raw: string, options: TextOptions): OwnText {
  const read = readText(raw, options)
  if (read.status !== 'read') throw new Error(refusalText(read.refusal))
  return read.own
}

it('says what a text became', () => {
  const own = textOf(`${'a'.repeat(50)}\nbb\nbb\nb c`, { cut: 'lines', seqLen: 48 })
  expect(cutSentences(own).join(' ')).toBe(
    '5 strings of up to 48 symbols. Each line is one, but 1 of more than 48 symbols was cut into several. Shorter lines are filled up with ⏎. 1 string is there more than once. 1 string is held back: no model sees it.',
  )
  expect(alphabetSentence(own)).toBe('Its alphabet has 5 symbols: ⏎ ␣ a b c')
  expect(cutSentences(textOf('abcdefghijkl mno', { cut: 'running', seqLen: 5 })).join(' ')).toBe(
    '3 strings of 5 symbols. The text runs on over its lines. Left out at its end: 1 symbol, too few for a string. 1 string is held back: no model sees it.',
  )
  expect(caveat(own)).toMatch(/^At most \d+ bits: log₂ 4 = 2\.00 for each symbol/)
})

it('shows symbols that cannot be seen', () => {
  expect(['\n', ' ', '\u200d', '\u0301', 'é'].map(symbolText)).toEqual(['⏎', '␣', 'U+200D', 'U+0301', 'é'])
})

it('gives the numbers of a refusal', () => {
  expect(refusalText({ kind: 'too-large', bytes: 70_000 })).toBe(
    'This text has 70,000 bytes; at most 65,536 (64.0\u202fKiB) are taken.',
  )
  expect(refusalText({ kind: 'too-many-symbols', symbols: 300 })).toMatch(
    /300 different symbols; at most 256/,
  )
  expect(refusalText({ kind: 'too-few-strings', count: 1, seqLen: 16 })).toMatch(
    /1 string of 16 symbols; at least 2/,
  )
  expect(refusalText({ kind: 'all-repeated', count: 40 })).toMatch(
    /40 strings .* at least 4 must be there once/,
  )
})
