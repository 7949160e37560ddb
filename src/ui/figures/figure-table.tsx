/** The same numbers as the drawing, for reading. */
import { DataTable } from '../charts/data-table'
import { formatValue } from '../format'
import { useSettledFigure } from './figure-context'
import { figureRows } from './figure-rows'

/** More rows than anybody reads would take the page a second to lay out; files hold them all. */
const MAX_ROWS = 600

export function FigureTable() {
  const figure = useSettledFigure()
  if (!figure) return <p className="fine-print">Nothing has finished yet.</p>
  const { columns, rows } = figureRows(figure)
  const left = rows.length - MAX_ROWS
  return (
    <DataTable
      caption={left > 0 ? `${figure.title}: the first ${MAX_ROWS} of ${rows.length} rows` : figure.title}
      columns={columns}
    >
      {rows.slice(0, MAX_ROWS).map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a figure have no other name
        <tr key={i} className={row[0] === rows[i - 1]?.[0] ? undefined : 'group-start'}>
          {row.map((cell, column) =>
            column === 0 ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in their columns
              <th key={column} scope="row">
                {cell}
              </th>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in their columns
              <td key={column}>{typeof cell === 'number' ? formatValue(cell) : cell}</td>
            ),
          )}
        </tr>
      ))}
    </DataTable>
  )
}
