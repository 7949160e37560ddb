/** Portions of a step: all splits, in order, each in one of them, and numbered anew. */
import { expect, it } from 'vitest'
import { createRowLayout, type RowLayout } from '@/kernels/kit/row-layout'
import { portionsOf } from './portions'

/** A part of a layout's table, four numbers an entry. */
const entries = (
  { table, constants }: RowLayout,
  from: 'SPLITS_AT' | 'MEMBERS_AT' | 'STRINGS_AT',
  count: number,
) => Array.from({ length: count }, (_, i) => [...table.subarray(4 * (constants[from] + i)).subarray(0, 4)])

const splitsOf = (layout: RowLayout) => entries(layout, 'SPLITS_AT', layout.splits)

it('leaves few rows as they are', () => {
  const layout = createRowLayout([2, 3], 8, 64)
  expect(portionsOf(layout, 1000)).toEqual([{ layout, firstRow: 0, firstSplit: 0 }])
  expect(portionsOf(layout, Number.POSITIVE_INFINITY)[0]!.layout).toBe(layout)
})

it.each([32, 64, 100, 128, 300])('has every split once, in order, at most %d rows at a time', (most) => {
  const all = createRowLayout([1, 40, 3, 25], 8, 64)
  const portions = portionsOf(all, most)
  expect(portions.length).toBeGreaterThan(1)
  const again = portions.flatMap(({ layout, firstRow }) =>
    splitsOf(layout).map(([member, row, rows, batchRows]) => [member, row! + firstRow, rows, batchRows]),
  )
  expect(again).toEqual(splitsOf(all))
  for (const [i, { layout, firstSplit }] of portions.entries()) {
    expect(firstSplit).toBe(portions.slice(0, i).reduce((sum, portion) => sum + portion.layout.splits, 0))
    expect(layout.members).toBe(all.members)
    const [first, last] = [splitsOf(layout)[0]!, splitsOf(layout).at(-1)!]
    expect(first[1]).toBe(0)
    if (layout.splits > 1) expect(last[1]! + last[2]!).toBeLessThanOrEqual(most)
  }
})

it('keeps whose each string is, and which of its batch', () => {
  const all = createRowLayout([1, 40, 3], 8, 64)
  const strings = portionsOf(all, 128).flatMap(({ layout, firstRow }) =>
    entries(layout, 'STRINGS_AT', layout.strings).map(([row, member, index]) => [
      row! + firstRow,
      member,
      index,
      0,
    ]),
  )
  expect(strings).toEqual(entries(all, 'STRINGS_AT', all.strings))
})
