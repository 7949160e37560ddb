/**
 * How the rows of a population lie in memory on the fused path. A row is one token's activations. All members' rows lie end to end,
 * each member padded to a whole tile, so that a workgroup which takes one tile works for one member, and members of very unlike sizes
 * cost what they hold.
 * Padding rows hold anything, NaN too: no kernel may read one into a real row or into a sum.
 * One read-only table of vec4u holds everything a kernel must look up; its parts start at the constants `TILES_AT`, `SPLITS_AT`,
 * `MEMBERS_AT` and `STRINGS_AT`.
 *
 * Two members of strings of S = 8 tokens, the first with a batch of 5 and the second with one of 3; splits of at most 64 rows:
 *
 *     row   0               32              64              96
 *    rows   ████████████████████░░░░░░░░░░░░████████████░░░░      █ two real rows, ░ two rows of padding
 *  strings  0───1───2───3───4───            5───6───7───
 *    tiles  0───────────────1───────────────2───────────────
 *   splits  0───────────────────────────────1───────────────
 *  members  0───────────────────────────────1───────────────
 *
 *    table  tiles    from  0   (0, 0, 32, 0) (0, 32, 8, 0) (1, 64, 24, 0)
 *           splits   from  3   (0, 0, 40, 40) (1, 64, 24, 24)
 *           members  from  5   (0, 40, 0, 1) (64, 24, 1, 1)
 *           strings  from  7   (0, 0, 0, 0) (8, 0, 1, 0) … (64, 1, 0, 0) (72, 1, 1, 0) (80, 1, 2, 0)
 */

/** Rows of one tile, which one workgroup of a row kernel takes. */
export const TILE_ROWS = 32

export interface RowLayout {
  readonly members: number
  readonly seqLen: number
  /** Number of all rows, padding included: a multiple of TILE_ROWS. */
  readonly rows: number
  readonly tiles: number
  /**
   * Row ranges over which weight gradients are summed separately. Each writes a slot of its own of the partial gradients, and `adamw.norm`,
   * which reads the gradient anyway, adds the slots up: a sum over many rows is shared out without atomics or a further dispatch.
   */
  readonly splits: number
  /** Number of strings of all members, which stand end to end without padding. */
  readonly strings: number
  /**
   * The table, vec4u each:
   * tiles   (member, first row, rows that are real, 0);
   * splits  (member, first row, rows that are real, rows of the member's whole batch);
   * members (first row, real rows, first split, splits of this member);
   * strings (first row, member, index within the member, 0).
   */
  readonly table: Uint32Array
  /** Where the parts of the table start, in vec4u: fields of the kernels' uniforms. */
  readonly constants: Readonly<Record<'TILES_AT' | 'SPLITS_AT' | 'MEMBERS_AT' | 'STRINGS_AT', number>>
}

/**
 * How a member's rows are shared out among splits: the most rows of one, rounded up to whole tiles; or, of machines that take no tiles, a
 * function that gives the rows of each, in order.
 */
export type SplitRows = number | ((batch: number, seqLen: number) => readonly number[])

/** @param batches strings of each member in a step. */
export function createRowLayout(batches: readonly number[], seqLen: number, splitRows: SplitRows): RowLayout {
  return layOutRows(placeMembers(batches, seqLen, splitRows), seqLen)
}

/** All members' rows end to end, each padded to whole tiles. @param batches strings of each in a step. */
export function placeMembers(
  batches: readonly number[],
  seqLen: number,
  splitRows: SplitRows,
): readonly MemberRows[] {
  let firstRow = 0
  return batches.map((batch) => {
    const placed = {
      firstRow,
      firstString: 0,
      batchRows: batch * seqLen,
      splits: rowsOfSplits(splitRows, batch, seqLen),
    }
    firstRow += wholeTiles(batch * seqLen)
    return placed
  })
}

export interface MemberRows {
  readonly firstRow: number
  /** Index of the first of its strings here within its batch. */
  readonly firstString: number
  /** Rows of its whole batch, here or elsewhere. */
  readonly batchRows: number
  /** Real rows of each split that is here. */
  readonly splits: readonly number[]
}

export function layOutRows(placed: readonly MemberRows[], seqLen: number): RowLayout {
  let rows = 0
  const tiles: number[] = []
  const splits: number[] = []
  const members: number[] = []
  const strings: number[] = []
  for (const [member, { firstRow, firstString, batchRows, splits: counts }] of placed.entries()) {
    const real = counts.reduce((sum, count) => sum + count, 0)
    rows = Math.max(rows, firstRow + wholeTiles(real))
    for (let row = 0; row < real; row += TILE_ROWS) {
      tiles.push(member, firstRow + row, Math.min(TILE_ROWS, real - row), 0)
    }
    members.push(firstRow, real, splits.length / 4, counts.length)
    let row = firstRow
    for (const count of counts) {
      splits.push(member, row, count, batchRows)
      row += count
    }
    for (let b = 0; b < real / seqLen; b++) strings.push(firstRow + b * seqLen, member, firstString + b, 0)
  }
  const splitsAt = tiles.length / 4
  const membersAt = splitsAt + splits.length / 4
  const stringsAt = membersAt + members.length / 4
  return {
    members: placed.length,
    seqLen,
    rows,
    tiles: tiles.length / 4,
    splits: splits.length / 4,
    strings: strings.length / 4,
    table: Uint32Array.from([...tiles, ...splits, ...members, ...strings]),
    constants: { TILES_AT: 0, SPLITS_AT: splitsAt, MEMBERS_AT: membersAt, STRINGS_AT: stringsAt },
  }
}

const wholeTiles = (rows: number): number => Math.ceil(rows / TILE_ROWS) * TILE_ROWS

/** Real rows of each split of a member. */
function rowsOfSplits(splitRows: SplitRows, batch: number, seqLen: number): readonly number[] {
  if (typeof splitRows === 'function') return splitRows(batch, seqLen)
  const most = wholeTiles(splitRows)
  const rows = batch * seqLen
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => Math.min(most, rows - i * most))
}
