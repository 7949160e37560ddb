/**
 * Rows that go through forward and backward pass before the next ones do, in the memory that these have left: so little of it that it stays
 * in a processor's caches. A portion is whole splits, whose sums of gradients do not depend on what is computed beside them.
 */
import { layOutRows, type RowLayout } from '@/kernels/kit/row-layout'

export interface Portion {
  /** Its rows, numbered from 0, with all members, also those that have none here. */
  readonly layout: RowLayout
  /** Its first row and its first split, of all. */
  readonly firstRow: number
  readonly firstSplit: number
}

interface Split {
  readonly member: number
  readonly firstRow: number
  readonly rows: number
  readonly batchRows: number
}

/** @param most rows of one portion, if no split is larger. @returns one or more; one has all rows as they are. */
export function portionsOf(all: RowLayout, most: number): readonly Portion[] {
  if (all.rows <= most) return [{ layout: all, firstRow: 0, firstSplit: 0 }]
  const portions: Portion[] = []
  for (let first = 0; first < all.splits; ) {
    const { firstRow } = splitAt(all, first)
    let end = first + 1
    while (end < all.splits && endOf(splitAt(all, end)) - firstRow <= most) end++
    portions.push({ layout: layOut(all, first, end), firstRow, firstSplit: first })
    first = end
  }
  return portions
}

function splitAt({ table, constants }: RowLayout, split: number): Split {
  const [member, firstRow, rows, batchRows] = table.subarray(4 * (constants.SPLITS_AT + split))
  return { member: member!, firstRow: firstRow!, rows: rows!, batchRows: batchRows! }
}

const endOf = ({ firstRow, rows }: Split): number => firstRow + rows

/** The splits from `first` to before `end`. */
function layOut(all: RowLayout, first: number, end: number): RowLayout {
  const splits = Array.from({ length: end - first }, (_, i) => splitAt(all, first + i))
  const members = Array.from({ length: all.members }, (_, m) => {
    const own = splits.filter(({ member }) => member === m)
    const start = own[0]?.firstRow ?? splits[0]!.firstRow
    return {
      firstRow: start - splits[0]!.firstRow,
      firstString: (start - all.table[4 * (all.constants.MEMBERS_AT + m)]!) / all.seqLen,
      batchRows: own[0]?.batchRows ?? 0,
      splits: own.map(({ rows }) => rows),
    }
  })
  return layOutRows(members, all.seqLen)
}
