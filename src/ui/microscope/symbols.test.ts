import { expect, it } from 'vitest'
import { alphabetOf } from './symbols'

it('writes few symbols as digits and letters, many as numbers', () => {
  expect([0, 10, 15].map(alphabetOf(16).text)).toEqual(['0', 'a', 'f'])
  expect([0, 35, 63].map(alphabetOf(64).text)).toEqual(['0', 'z', '/'])
  expect([0, 2047].map(alphabetOf(2048).text)).toEqual(['0', '2047'])
})

it('writes characters as they are, and those that nobody sees by a sign', () => {
  const { text, ofKey } = alphabetOf(3, [' ', 'a', '\n'])
  expect([0, 1, 2].map(text)).toEqual(['␣', 'a', '⏎'])
  expect(ofKey(' ')).toBe(0)
  expect(ofKey('b')).toBeUndefined()
})

it('knows the key of a symbol that has one', () => {
  expect(alphabetOf(16).ofKey('f')).toBe(15)
  expect(alphabetOf(16).ofKey('g')).toBeUndefined()
  expect(alphabetOf(2048).ofKey('1')).toBeUndefined()
})
