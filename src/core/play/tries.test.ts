import { expect, it } from 'vitest'
import { type Try, triesByWidth, wasFull, withTry } from './tries'

const tried = (strings: number, bits: number, width = 8, seed = 0): Try => ({ strings, bits, width, seed })

it('keeps one mark of strings that are tried again, and one more of new strings', () => {
  const tries = [tried(8, 200), tried(16, 400), tried(8, 210), tried(8, 190, 8, 1)].reduce(withTry, [])
  expect(tries).toEqual([tried(16, 400), tried(8, 210), tried(8, 190, 8, 1)])
})

it('calls a model full by its own tries alone: twice as many strings added next to nothing', () => {
  const tries = [tried(64, 1550), tried(128, 1868), tried(256, 1983)]
  expect(tries.map((made) => wasFull(tries, made))).toEqual([false, false, true])
  expect(wasFull([tried(512, 1959)], tried(512, 1959))).toBe(false)
  expect(wasFull([tried(256, 1983, 6), tried(512, 1959)], tried(512, 1959))).toBe(false)
})

it('joins the latest tries of each model, and sets earlier ones apart', () => {
  const tries = [tried(16, 400), tried(8, 200), tried(8, 300, 16), tried(16, 410, 8, 1)]
  expect(triesByWidth(tries)).toEqual([
    { width: 8, line: [tried(8, 200), tried(16, 410, 8, 1)], earlier: [tried(16, 400)] },
    { width: 16, line: [tried(8, 300, 16)], earlier: [] },
  ])
})
