/** Every finished run with its settings and measures. */
import { useStore } from 'zustand'
import { plural } from '@/core/text/number'
import { DataTable } from '../charts/card/data-table'
import { Disclosure } from '../charts/card/disclosure'
import type { ExhibitionStore } from './figure-feed'
import { runRows } from './run-columns'

export function AllRuns({ store }: { store: ExhibitionStore }) {
  const count = useStore(store, (s) => s.summary.records.length)
  if (count === 0) return undefined
  return (
    <Disclosure
      summary={`Table: ${count === 1 ? 'the finished run' : `all ${plural(count, 'finished run')}`} with settings and measures`}
    >
      <RunsTable store={store} />
    </Disclosure>
  )
}

function RunsTable({ store }: { store: ExhibitionStore }) {
  const { columns, rows, shared } = runRows(useStore(store, (s) => s.summary.records))
  return (
    <DataTable caption={shared === '' ? 'All runs' : `All runs: ${shared}`} columns={columns}>
      {rows.map(({ key, cells }) => (
        <tr key={key}>
          {cells.map((cell, i) =>
            i === 0 ? (
              <th key={columns[i]} scope="row">
                {cell}
              </th>
            ) : (
              <td key={columns[i]}>{cell}</td>
            ),
          )}
        </tr>
      ))}
    </DataTable>
  )
}
