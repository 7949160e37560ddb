/** Every finished run with its settings and measures. */
import { DataTable } from '../charts/data-table'
import { Reveal } from '../charts/reveal'
import { useInTurn } from '../charts/turns'
import { plural } from '../format'
import type { FigureStore } from './figure-feed'
import { runRows } from './run-columns'

export function AllRuns({ store }: { store: FigureStore }) {
  const count = useInTurn(store, (s) => s.records.length)
  if (count === 0) return undefined
  return (
    <section className="panel all-runs" aria-label="All runs">
      <Reveal
        summary={`Table: ${count === 1 ? 'the finished run' : `all ${plural(count, 'finished run')}`} with settings and measures`}
      >
        <RunsTable store={store} />
      </Reveal>
    </section>
  )
}

function RunsTable({ store }: { store: FigureStore }) {
  const { columns, rows, shared } = runRows(useInTurn(store, (s) => s.records))
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
