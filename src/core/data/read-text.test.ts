import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { hashText, type ReadText, readText } from './read-text'

const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}`).join('\n')
const refusal = (read: ReadText) => (read.status === 'refused' ? read.refusal : undefined)

it('reads a text with its alphabet, its strings and its name', () => {
  const read = readText(`${lines(20)}\r\n`, { cut: 'lines' })
  expect(read).toMatchObject({
    status: 'read',
    own: {
      source: { id: 'own', cut: 'lines', count: 20, text: lines(20) },
      strings: { seqLen: 7, count: 20 },
    },
  })
})

it('names a text by the beginning of the SHA-256 of its UTF-8', () => {
  for (const text of ['abc', 'é\n😀']) {
    expect(hashText(text)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16))
  }
})

it('refuses what cannot be trained on, with its numbers', () => {
  expect(refusal(readText('é'.repeat(32_769), { cut: 'running' }))).toEqual({
    kind: 'too-large',
    bytes: 65_538,
  })
  expect(refusal(readText(' \n ', { cut: 'lines' }))).toEqual({ kind: 'empty' })
  const many = Array.from({ length: 257 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('\n')
  expect(refusal(readText(many, { cut: 'lines' }))).toEqual({ kind: 'too-many-symbols', symbols: 258 })
  expect(refusal(readText('one line', { cut: 'lines' }))).toEqual({
    kind: 'too-few-strings',
    count: 1,
    seqLen: 8,
  })
  expect(refusal(readText('a'.repeat(64), { cut: 'running' }))).toEqual({
    kind: 'too-few-symbols',
    symbols: 1,
  })
  const refrain = Array.from({ length: 20 }, () => 'la la\nda da').join('\n')
  expect(refusal(readText(refrain, { cut: 'lines' }))).toEqual({ kind: 'all-repeated', count: 40 })
})

it('takes a text of 64 KiB', () => {
  const text = Array.from({ length: 8192 }, (_, n) => String(n).padStart(7, '0')).join('\n')
  expect(readText(`${text}\n`, { cut: 'lines' })).toMatchObject({
    status: 'read',
    own: { source: { count: 8192 } },
  })
})
