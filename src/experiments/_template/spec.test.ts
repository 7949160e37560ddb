import { expect, it } from 'vitest'
import { checks } from './checks'
import { crowded, recordsOf, tiny } from './example-records'

it('plans sizes by seeds, each with its probes', () => {
  expect(tiny.map(({ datasetSize, seed }) => [datasetSize, seed])).toHaveLength(2 * 3)
  expect(tiny[0]!.settings).toEqual({ probes: 8 })
})

it('holds its records against the independent trainer', () => {
  expect(checks.map(({ measure }) => measure(recordsOf(crowded)).length)).toEqual([3, 3])
})
