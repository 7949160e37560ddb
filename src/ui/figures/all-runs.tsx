/** Every finished run with its settings and measures. */
import { DataTable } from '../charts/data-table'
import { Reveal } from '../charts/reveal'
import { useInTurn } from '../charts/turns'
import { plural } from '../format'
import type { FigureStore } from './figure-feed'
import { runRows } from './run-columns'

export function AllRuns({ store }: { store: FigureStore }) {
  const count = useInTurn(store, (s) => s.records.length)
  return (
    <section className="panel all-runs" aria-label="All runs">
      <Reveal summary={`Table: all ${plural(count, 'finished run')} with settings and measures`}>
        <RunsTable store={store} />
      </Reveal>
    </section>
  )
}

function RunsTable({ store }: { store: FigureStore }) {
  const { columns, rows, shared } = runRows(useInTurn(store, (s) => s.records))
  if (rows.length === 0) return <p className="fine-print">Nothing has finished yet.</p>
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
