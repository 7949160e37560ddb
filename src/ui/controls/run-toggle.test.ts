import { expect, it } from 'vitest'
import { startLabel } from './run-toggle'

it('promises new strings only where there are any: those of a text are given', () => {
  expect(startLabel('again', false)).toBe('Run again with new strings')
  expect(startLabel('again', true)).not.toMatch(/new/)
  expect(startLabel('run', true)).toBe(startLabel('run', false))
})
