/** The view of an experiment that brings none of its own. */
import { FindingsCard } from './findings-card'
import { RunTable } from './run-table'

export function PlainView() {
  return (
    <div className="figures">
      <FindingsCard />
      <section className="panel" aria-label="Runs">
        <RunTable />
      </section>
    </div>
  )
}
