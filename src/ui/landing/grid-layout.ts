/** Where the symbols of strings lie in a box whose size does not depend on how many there are: cells shrink, and nothing around it moves. */

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface GridLayout {
  /** Symbol `t` of string `n`, px. */
  cell(n: number, t: number): Box
  /** A whole string, px. */
  string(n: number): Box
  /** The string at a point, with half of the room around it; undefined beside all. */
  stringAt(x: number, y: number): number | undefined
  /** Strings beside each other. */
  readonly columns: number
  readonly rows: number
}

/** The more strings, the more of them below each other: their symbols stay wider than they would side by side. */
function columnsFor(count: number): number {
  const mostRows = count <= 16 ? 8 : count <= 128 ? 16 : 32
  return 2 ** Math.ceil(Math.log2(Math.max(1, count / mostRows)))
}

/** The most that is left between strings beside each other, between strings below each other, and between symbols: px. */
const GAPS = { column: 22, row: 9, symbol: 2 }

/** @param width and height of the box, px. */
export function gridLayout(count: number, seqLen: number, width: number, height: number): GridLayout {
  const columns = columnsFor(count)
  const rows = Math.ceil(count / columns)
  const columnGap = columns === 1 ? 0 : Math.min(GAPS.column, (0.17 * width) / columns)
  const rowGap = rows === 1 ? 0 : Math.min(GAPS.row, (0.2 * height) / rows)
  const stringWidth = (width - columnGap * (columns - 1)) / columns
  const symbolGap = Math.min(GAPS.symbol, (0.16 * stringWidth) / seqLen)
  const cellWidth = (stringWidth - symbolGap * (seqLen - 1)) / seqLen
  const cellHeight = (height - rowGap * (rows - 1)) / rows
  const string = (n: number): Box => ({
    left: (n % columns) * (stringWidth + columnGap),
    top: Math.floor(n / columns) * (cellHeight + rowGap),
    width: stringWidth,
    height: cellHeight,
  })
  return {
    columns,
    rows,
    string,
    cell(n, t) {
      const { left, top } = string(n)
      return { left: left + t * (cellWidth + symbolGap), top, width: cellWidth, height: cellHeight }
    },
    stringAt(x, y) {
      if (x < 0 || y < 0 || x > width || y > height) return undefined
      const column = Math.floor((x + columnGap / 2) / (stringWidth + columnGap))
      const row = Math.floor((y + rowGap / 2) / (cellHeight + rowGap))
      const n = Math.min(row, rows - 1) * columns + Math.min(column, columns - 1)
      return n < count ? n : undefined
    },
  }
}
