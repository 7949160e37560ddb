/** The numbers of a figure as a table. */
import type { Figure } from '@/core/figures/figure'
import { DataTable } from '../charts/card/data-table'
import { chartKind } from '../charts/kinds/kinds'
import { formatValue } from '../format'

/** More rows than anybody reads would take the page a second to lay out; files hold them all. */
const MAX_ROWS = 600

export function FigureTable({ figure }: { figure: Figure }) {
  const { columns, rows } = chartKind(figure.kind).rows(figure)
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
