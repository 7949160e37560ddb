/**
 * Which rows of a step each thread of a crew computes, and which sums of gradients it tells the others.
 *
 * Splits of a member are a power of two, and their gradients are added up in pairs, pairs of pairs and so on. A block is a branch of that
 * tree: threads add up the splits of their own blocks, exchange blocks, and add these up, which gives the bits that one thread would
 * have got. Blocks are as large as can be shared out evenly: a message has one sum of gradients for each.
 *
 *     splits         0   1   2   3   4   5   6   7      eight splits of one member
 *     two threads    0───────────────1───────────────   two blocks of four splits, one for each
 *     three threads  0───0───0───1───1───2───2───2───   eight blocks of one split, three, two and three for each
 */
import { layOutRows, type MemberRows, type RowLayout } from '@/kernels/kit/row-layout'

/** A stretch from `first` on. */
export interface Stretch {
  readonly first: number
  readonly count: number
}

export interface CrewShare {
  /** All rows of a step; each split is a block. */
  readonly blocks: RowLayout
  /** This thread's rows, numbered from 0. */
  readonly own: RowLayout
  /** In place of members it has this thread's blocks, and their splits: for the sums of gradients. */
  readonly ownBlocks: RowLayout
  /** Rows of each thread, in all rows of a step. */
  readonly rowsOf: readonly Stretch[]
  /** Blocks of each thread. */
  readonly blocksOf: readonly Stretch[]
}

/** A thread's rows, at most, in means of all threads. Smaller blocks could be shared out more evenly, but make messages longer. */
const MOST_UNEVEN = 1.13

/**
 * @param members all rows of a step, with their splits. @param place of this thread.
 * @throws RangeError where there are not enough splits for all threads.
 */
export function shareOfCrew(
  members: readonly MemberRows[],
  seqLen: number,
  { place, size }: { readonly place: number; readonly size: number },
): CrewShare {
  const { blocks, blocksOf } = shareOut(members, size)
  const wholes = members.map((member, m) => ({
    ...member,
    splits: blocks.filter((block) => block.member === m).map(({ rows }) => rows),
  }))
  const rowsOf = blocksOf.map(({ first, count }) => {
    const [from, last] = [blocks[first]!, blocks[first + count - 1]!]
    return { first: from.firstRow, count: last.firstRow + last.rows - from.firstRow }
  })
  const own = blocks.slice(blocksOf[place]!.first, blocksOf[place]!.first + blocksOf[place]!.count)
  const { first } = rowsOf[place]!
  return {
    blocks: layOutRows(wholes, seqLen),
    own: layOutRows(
      members.map((member, m) => {
        const mine = own.filter((block) => block.member === m)
        const firstRow = mine[0]?.firstRow ?? first
        return {
          ...member,
          firstRow: firstRow - first,
          firstString: mine[0] ? (firstRow - member.firstRow) / seqLen : 0,
          splits: mine.flatMap(({ splits }) => splits),
        }
      }),
      seqLen,
    ),
    ownBlocks: layOutRows(
      own.map(({ rows, splits }) => ({ firstRow: 0, firstString: 0, batchRows: rows, splits })),
      seqLen,
    ),
    rowsOf,
    blocksOf,
  }
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

interface Block {
  readonly member: number
  readonly firstRow: number
  readonly rows: number
  /** Rows of each of its splits. */
  readonly splits: readonly number[]
}

/** The largest blocks that give no thread much more than another. */
function shareOut(members: readonly MemberRows[], size: number) {
  const finest = Math.max(...members.map(({ splits }) => splits.length))
  for (let parts = 1; ; parts *= 2) {
    const blocks = members.flatMap((member, m) => blocksOfMember(member, m, parts))
    const blocksOf = byThread(blocks, size)
    const rows = blocksOf.map(({ first, count }) =>
      sumOf(blocks.slice(first, first + count).map((block) => block.rows)),
    )
    const isIdle = rows.includes(0)
    const isEven = !isIdle && Math.max(...rows) * size <= MOST_UNEVEN * sumOf(rows)
    if (!isEven && parts < finest) continue
    if (isIdle) throw new RangeError(`${size} threads for ${blocks.length} splits`)
    return { blocks, blocksOf }
  }
}

/** A member in `most` blocks, or as many as it has splits. */
function blocksOfMember({ firstRow, splits }: MemberRows, member: number, most: number): Block[] {
  const each = Math.ceil(splits.length / most)
  return Array.from({ length: Math.ceil(splits.length / each) }, (_, i) => {
    const own = splits.slice(i * each, (i + 1) * each)
    return { member, firstRow: firstRow + sumOf(splits.slice(0, i * each)), rows: sumOf(own), splits: own }
  })
}

/** Each block goes to the thread to whose part of all rows its middle belongs. */
function byThread(blocks: readonly Block[], size: number): Stretch[] {
  const total = sumOf(blocks.map(({ rows }) => rows))
  let before = 0
  const threads = blocks.map(({ rows }) => {
    before += rows
    return Math.floor((size * (before - rows / 2)) / total)
  })
  return Array.from({ length: size }, (_, thread) => ({
    first: threads.findIndex((own) => own >= thread),
    count: threads.filter((own) => own === thread).length,
  }))
}
