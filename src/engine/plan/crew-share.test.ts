import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { placeMembers, type RowLayout } from '@/kernels/kit/row-layout'
import { shareOfCrew } from './crew-share'

/** Powers of two of equal splits, as on the processor. */
const inSplits = (count: number) => (batch: number, seqLen: number) =>
  Array.from({ length: count }, (_, i) => {
    const firstString = (split: number) => Math.floor((split * batch) / count)
    return seqLen * (firstString(i + 1) - firstString(i))
  })

const part = ({ table }: RowLayout, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => [...table.subarray(4 * (from + i), 4 * (from + i + 1))])
const splitsOf = (layout: RowLayout) => part(layout, layout.constants.SPLITS_AT, layout.constants.MEMBERS_AT)
const stringsOf = (layout: RowLayout) => part(layout, layout.constants.STRINGS_AT, layout.table.length / 4)

/** A row a line: thousands are compared many times as fast as lists. */
const asText = (rows: readonly (readonly number[])[]) => rows.map((row) => row.join()).join('\n')

const POPULATIONS: readonly { batches: readonly number[] }[] = [
  { batches: [64] },
  { batches: [573] },
  { batches: [41, 40, 300] },
  { batches: [500, 33] },
]
const SEQ_LEN = 7

describe.each(POPULATIONS)('shares of members of $batches strings', ({ batches }) => {
  const placed = placeMembers(batches, SEQ_LEN, inSplits(32))

  it.each([1, 2, 3, 5, 8, 13])(
    'of %d threads are all of its strings, each once, in its own order',
    (size) => {
      const shares = Array.from({ length: size }, (_, place) => shareOfCrew(placed, SEQ_LEN, { place, size }))
      const whole = shares[0]!.blocks
      const shared = shares.flatMap((share, place) =>
        stringsOf(share.own).map(([row, ...rest]) => [row! + share.rowsOf[place]!.first, ...rest]),
      )
      expect(asText(shared)).toBe(asText(stringsOf(whole)))
      expect(shares.filter(({ blocks }) => !isDeepStrictEqual(blocks, whole))).toEqual([])
      for (const [place, { own, ownBlocks, blocksOf }] of shares.entries()) {
        expect(ownBlocks.splits).toBe(own.splits)
        expect(ownBlocks.members).toBe(blocksOf[place]!.count)
        const isWhole = ([member, , , batchRows]: number[]) => batchRows === batches[member!]! * SEQ_LEN
        expect(splitsOf(own).filter((split) => !isWhole(split))).toEqual([])
      }
    },
  )
})

it('tells one sum of gradients for each thread where their number is a power of two', () => {
  const placed = placeMembers([573], 32, inSplits(32))
  for (const size of [2, 4, 8, 16, 32]) {
    expect(shareOfCrew(placed, 32, { place: 0, size }).blocks.splits).toBe(size)
  }
})

it('gives no thread much more than another, as far as splits allow', () => {
  const placed = placeMembers([640], 32, inSplits(32))
  for (const size of [3, 5, 6, 7, 9, 11, 12]) {
    const { rowsOf } = shareOfCrew(placed, 32, { place: 0, size })
    const largest = Math.max(...rowsOf.map(({ count }) => count))
    expect((largest * size) / (640 * 32)).toBeLessThan(1.25)
  }
})

it('is refused where there are fewer splits than threads', () => {
  const placed = placeMembers([64], 32, inSplits(4))
  expect(() => shareOfCrew(placed, 32, { place: 0, size: 5 })).toThrow('5 threads for 4 splits')
})
