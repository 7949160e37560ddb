/** What the landing page says of strings and tries to those who do not see them, and how shades are mixed. */
import { expect, it } from 'vitest'
import { shade } from './draw-strings'
import { chartText, lineThrough } from './play-chart'
import { stringText } from './strings-grid'
import { ANSWERS, WHY_FLAT } from './texts'

const strings = {
  tokens: Int32Array.from([1, 2, 10, 15]),
  count: 2,
  seqLen: 2,
  saysWhich: Uint8Array.from([1, 0, 1, 0]),
}

it('reads a string with what the model would say in its place', () => {
  const known = { probability: new Float32Array(4), said: Uint16Array.from([0, 2, 0, 3]) }
  expect(stringText(strings, undefined, 0)).toBe('String 1 of 2: 1 2.')
  expect(stringText(strings, known, 0)).toBe('String 1 of 2: 1 2. Known word for word.')
  expect(stringText(strings, known, 1)).toBe('String 2 of 2: a f. It says 3 for symbol 2.')
})

it('reads the chart: each model’s tries, and whether they show that it is full', () => {
  const tried = (count: number, bits: number, width = 8) => ({ strings: count, bits, width, seed: 0 })
  expect(chartText([])).toContain('No try has ended yet')
  expect(chartText([tried(256, 1950), tried(512, 1960), tried(16, 448, 12)])).toBe(
    'Chart: bits remembered against strings given. 1,216 numbers: 1,950 bits of 256 strings, 1,960 bits of 512 strings: full. 2,400 numbers: 448 bits of 16 strings.',
  )
})

it('joins tries that are neighbours on the slider, and lets others stand alone', () => {
  const path = (...counts: number[]) =>
    lineThrough(
      counts.map((strings) => ({ strings, bits: 0, width: 8, seed: 0 })),
      ({ strings }) => [strings, 0],
    )
  expect(path(8, 16, 64, 128)).toBe('M8.0 0.0L16.0 0.0M64.0 0.0L128.0 0.0')
  expect(path(8, 32, 512)).not.toContain('L')
})

it('answers in at most 30 words', () => {
  for (const { answer } of [...ANSWERS, WHY_FLAT])
    expect(answer.split(/\s+/).length, answer).toBeLessThanOrEqual(30)
})

it('mixes a shade by how probable the right symbol is, a little behind it', () => {
  const colors = { unknown: [0, 0, 0], known: [200, 100, 50] } as const
  expect([0, 0.5, 1].map((p) => shade(p, colors))).toEqual(['rgb(0 0 0)', 'rgb(90 45 23)', 'rgb(200 100 50)'])
})
