/** A plain table that scrolls sideways inside its own box where the page is narrow. */
import type { ReactNode } from 'react'

interface DataTableProps {
  readonly caption: string
  readonly columns: readonly string[]
  readonly children: ReactNode
}

export function DataTable({ caption, columns, children }: DataTableProps) {
  return (
    <section className="table-scroll" tabIndex={0} aria-label={caption}>
      <table className="data-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
