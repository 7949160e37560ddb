/** The numbers of a figure as a table: with columns of its own where it has some, else the rows of its file. */
import type { Figure, FigureTable as OwnTable, TableCell, TableGroup } from '@/core/figures/figure'
import { valueText } from '@/core/text/number'
import { DataTable } from '../charts/card/data-table'
import { chartKind } from '../charts/kinds/kinds'

/** More rows than anybody reads would take the page a second to lay out; files hold them all. */
const MAX_ROWS = 600

interface FigureTableProps {
  readonly figure: Figure
  /** Whose results these are. */
  readonly source: string
}

export function FigureTable({ figure, source }: FigureTableProps) {
  const { caption, columns, groups } = figure.table ?? rowsOf(figure)
  return (
    <DataTable caption={`${caption}. ${source}`} columns={columns}>
      {groups.map((group, i) => (
        <GroupRows
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a figure have no other name
          key={i}
          group={group}
          isStart={group.shared.join() !== groups[i - 1]?.shared.join()}
        />
      ))}
    </DataTable>
  )
}

function rowsOf(figure: Figure): Omit<OwnTable, 'title'> {
  const { columns, rows } = chartKind(figure.kind).rows(figure)
  const text = (cell: string | number) => (typeof cell === 'number' ? valueText(cell) : cell)
  const { title } = figure
  return {
    caption: rows.length > MAX_ROWS ? `${title}: the first ${MAX_ROWS} of ${rows.length} rows` : title,
    columns,
    groups: rows.slice(0, MAX_ROWS).map((row) => {
      const [head = '', ...cells] = row.map(text)
      return { shared: [head], rows: [cells] }
    }),
  }
}

function GroupRows({ group: { shared, rows }, isStart }: { group: TableGroup; isStart: boolean }) {
  const span = rows.length > 1 ? { rowSpan: rows.length } : {}
  const [head, ...others] = shared
  return rows.map((cells, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows of a group have no other name
    <tr key={i} className={i === 0 && isStart ? 'group-start' : undefined}>
      {i === 0 && (
        <>
          <th scope={rows.length > 1 ? 'rowgroup' : 'row'} {...span}>
            {head}
          </th>
          {others.map((cell, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in their columns
            <td key={column} {...span}>
              {cell}
            </td>
          ))}
        </>
      )}
      {cells.map((cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in their columns
        <Cell key={column} cell={cell} />
      ))}
    </tr>
  ))
}

const Cell = ({ cell }: { cell: TableCell }) =>
  typeof cell === 'string' ? <td>{cell}</td> : <td className="alarm">{cell.alarm}</td>
