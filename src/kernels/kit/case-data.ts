/** What the cases of row kernels and their references share: ranges of real rows, numbers without symmetry, padding of NaN. */
import { randomStream } from '@/core/data/rng'
import type { RowLayout } from './row-layout'

/** In every axis of every kernel, strings of a member too: `kernel-cases.test.ts` holds the cases to them. */
export const ODD_SIZES = [1, 3, 7, 33, 65] as const

export interface RowRange {
  readonly member: number
  readonly first: number
  /** Real rows. */
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

/** (rows, width), `real(row, column)` where the row is real and `padding` everywhere else. */
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

/** Standard normal numbers. */
export function noise(seed: number, count: number): Float32Array {
  const { normal } = randomStream('data', seed)
  return Float32Array.from({ length: count }, normal)
}

/** Noise in real rows, NaN in padding: (rows, width). */
export function noisyRows(layout: RowLayout, width: number, seed: number): Float32Array {
  const { normal } = randomStream('data', seed)
  return fillRows(layout, width, new Float32Array(layout.rows * width), Number.NaN, normal)
}

/** Ids below `bound` in real rows, and in padding id 0, which must not count there: (rows). */
export function randomIds(layout: RowLayout, bound: number, seed: number): Uint32Array {
  const { integer } = randomStream('data', seed)
  return fillRows(layout, 1, new Uint32Array(layout.rows), 0, () => integer(bound))
}
