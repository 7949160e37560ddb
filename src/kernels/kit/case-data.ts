/** Helpers of the kernels' cases and references: ranges of real rows, random numbers, padding of NaN. */
import { randomStream } from '@/core/data/rng'
import type { RowLayout } from './row-layout'

/** In every axis of every kernel, strings of a member too: `kernel-cases.test.ts` holds the cases to them. */
export const ODD_SIZES = [1, 3, 7, 33, 65] as const

export interface RowRange {
  readonly member: number
  readonly first: number
  /** Number of real rows. */
  readonly count: number
}

export function memberRanges({ table, constants, members }: RowLayout): RowRange[] {
  return Array.from({ length: members }, (_, member) => {
    const at = 4 * (constants.MEMBERS_AT + member)
    return { member, first: table[at]!, count: table[at + 1]! }
  })
}

export function splitRanges({ table, constants, splits }: RowLayout): RowRange[] {
  return Array.from({ length: splits }, (_, split) => {
    const at = 4 * (constants.SPLITS_AT + split)
    return { member: table[at]!, first: table[at + 1]!, count: table[at + 2]! }
  })
}

/** Fills `values` (rows, width) with `real(row, column)` in real rows and with `padding` everywhere else. */
export function fillRows<Values extends Float32Array | Float64Array | Uint32Array>(
  layout: RowLayout,
  width: number,
  values: Values,
  padding: number,
  real: (row: number, column: number) => number,
): Values {
  values.fill(padding)
  for (const { first, count } of memberRanges(layout)) {
    for (let row = first; row < first + count; row++) {
      for (let column = 0; column < width; column++) values[row * width + column] = real(row, column)
    }
  }
  return values
}

/** `count` standard normal numbers. */
export function noise(seed: number, count: number): Float32Array {
  const { normal } = randomStream('data', seed)
  return Float32Array.from({ length: count }, normal)
}

/** (rows, width): standard normal numbers in real rows, NaN in padding. */
export function noisyRows(layout: RowLayout, width: number, seed: number): Float32Array {
  const { normal } = randomStream('data', seed)
  return fillRows(layout, width, new Float32Array(layout.rows * width), Number.NaN, normal)
}

/** (rows): random ids below `bound` in real rows, and in padding id 0, which must not count there. */
export function randomIds(layout: RowLayout, bound: number, seed: number): Uint32Array {
  const { integer } = randomStream('data', seed)
  return fillRows(layout, 1, new Uint32Array(layout.rows), 0, () => integer(bound))
}
