/** Layout of a grid: its cells, as many of their names as fit, and the legend. Sizes in px. Pure. */
import type { GridFigure } from '@/core/figures/figure'
import type { ChartRoom } from '../../chart-context'
import { shortened } from '../../frame/label-layout'

export const rowCount = ({ columns, values }: Pick<GridFigure, 'columns' | 'values'>): number =>
  columns > 0 ? Math.ceil(values.length / columns) : 0

/** Low enough that cells of a few rows do not become towers; before there are rows, as high as any: what stands below stays where it is. */
export const gridRoom = (figure: GridFigure): ChartRoom => ({
  right: 0,
  rightCompact: 0,
  namesAbove: false,
  maxHeight: figure.values.length === 0 ? Number.POSITIVE_INFINITY : 150 + 52 * rowCount(figure),
})

export interface GridName {
  readonly text: string
  /** Middle of its row or column, px from the first cell's edge. */
  readonly at: number
}

export interface GridLayout {
  readonly rows: number
  readonly columns: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly rowNames: readonly GridName[]
  readonly columnNames: readonly GridName[]
  /** Names under the columns stand aslant where they would not fit beside each other. */
  readonly slanted: boolean
  /** Beside the rows' label, or on a line of its own at the foot. */
  readonly legendAtFoot: boolean
}

const MAX_NAME = 16
/** Width of a letter, in sizes of the font. */
export const LETTER = 0.56
/** With more columns than this, names are left out instead of slanted. */
const MAX_SLANTED = 16

export function gridLayout(
  figure: Pick<
    GridFigure,
    'columns' | 'values' | 'rowNames' | 'rowLetters' | 'columnNames' | 'legend' | 'rowsLabel'
  >,
  size: { readonly width: number; readonly height: number; readonly fontSize: number },
): GridLayout {
  const { columns } = figure
  const rows = rowCount(figure)
  const { fontSize } = size
  const widest = (names: readonly string[], least = 0) =>
    Math.min(MAX_NAME, Math.max(least, ...names.map((name) => name.length))) * LETTER * fontSize
  const left = Math.max(fontSize, widest(figure.rowNames, figure.rowLetters) + 10)
  const width = Math.max(40, size.width - left - fontSize)
  const columnWidth = width / Math.max(1, columns)
  const columnName = widest(figure.columnNames)
  const slanted = columnName + 6 > columnWidth && columns <= MAX_SLANTED
  const legendAtFoot =
    (figure.rowsLabel.length + figure.legend.join('').length) * LETTER * fontSize + LEGEND_WIDTH + 30 >
    size.width
  const namesHeight =
    figure.columnNames.length === 0 ? 4 : slanted ? columnName * 0.65 + fontSize * 1.2 : fontSize * 1.5
  const top = fontSize * 1.9
  const foot = namesHeight + fontSize * 1.5 + (legendAtFoot ? fontSize * 1.7 : 0)
  const height = Math.max(40, size.height - top - foot)
  return {
    rows,
    columns,
    left,
    top,
    width,
    height,
    rowNames: thinned(figure.rowNames, height / Math.max(1, rows), fontSize * 1.2),
    columnNames: thinned(figure.columnNames, columnWidth, slanted ? fontSize * 1.2 : columnName + 6),
    slanted,
    legendAtFoot,
  }
}

export const LEGEND_WIDTH = 84

/** Leaves names out evenly until the others have room. */
function thinned(names: readonly string[], pitch: number, room: number): GridName[] {
  const every = Math.max(1, Math.ceil(room / pitch))
  return names.flatMap((name, i) =>
    i % every === 0 ? [{ text: shortened(name, MAX_NAME), at: (i + 0.5) * pitch }] : [],
  )
}
