import { expect, it } from 'vitest'
import { excerpt } from './excerpt'

it('repeats a text as it is, but for its length and what steers a terminal', () => {
  expect(excerpt('width é 漢')).toBe('width é 漢')
  expect(excerpt('a'.repeat(100_000))).toBe(`${'a'.repeat(40)}…`)
  expect(excerpt('abcdef', 3)).toBe('abc…')
  expect(excerpt('\u001b[31mred\u0007\n\u202etxt')).toBe('\ufffd[31mred\ufffd\ufffd\ufffdtxt')
})
