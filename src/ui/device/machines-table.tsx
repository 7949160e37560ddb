/** Machines beside each other, by the time of a preset that everybody runs: the longer the bar, the faster. */
import { BACKENDS } from '@/core/backends'
import { fastestTrainer } from '@/core/benchmark/rates'
import type { BenchmarkReport } from '@/core/benchmark/report'
import { machineName, trainerPhrase } from '@/core/benchmark/report-text'
import { durationText } from '@/core/text/number'
import { Bar } from './rates-table'

interface Machine {
  readonly report: BenchmarkReport
  /** "This machine", "Recorded", … */
  readonly origin: string
}

/** Only there it is a question what trained. */
const trainsOnGpu = ({ backend }: BenchmarkReport): boolean => !BACKENDS[backend.name].isProcessor

export function MachinesTable({ machines }: { machines: readonly Machine[] }) {
  const timed = machines.flatMap(({ report, origin }) => {
    const fastest = fastestTrainer(report)
    return fastest ? [{ report, origin, ...fastest }] : []
  })
  const least = Math.min(...timed.map(({ seconds }) => seconds))
  return (
    <section className="panel machines" aria-labelledby="machines-title">
      <h2 id="machines-title">Beside other machines</h2>
      <p className="fine-print">How long the preset Quick takes. The longer the bar, the faster.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Machine</th>
            <th scope="col">Quick takes</th>
          </tr>
        </thead>
        <tbody>
          {timed
            .toSorted((a, b) => a.seconds - b.seconds)
            .map(({ report, origin, trainer, seconds }) => (
              <tr key={`${origin} ${report.date} ${machineName(report)}`} data-own={origin !== 'Recorded'}>
                <th scope="row">
                  {machineName(report)}
                  <span className="fine-print">
                    {` ${origin}, `}
                    <time dateTime={report.date}>{report.date}</time>
                    {trainsOnGpu(report) && `, ${trainerPhrase(trainer, report.threads)}`}
                  </span>
                </th>
                <td>
                  <Bar share={least / seconds} text={durationText(seconds)} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
