/** How fast each model trained, by who trained it; a bar for the share of what the same hardware can do. */
import { flopPerSecond } from '@/core/benchmark/models'
import { shareOfPeak } from '@/core/benchmark/rates'
import { type BenchmarkReport, type BenchmarkRow, TRAINERS } from '@/core/benchmark/report'
import { rateText, rowName, trainerName } from '@/core/benchmark/report-text'
import { percentText } from '@/core/text/number'

interface Rates {
  readonly rows: readonly BenchmarkRow[]
  readonly peaks: BenchmarkReport['peaks']
  readonly threads?: number
}

export function RatesTable({ rows, peaks, threads }: Rates) {
  return (
    <table className="rates">
      <caption className="visually-hidden">Speed of training, model by model</caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">ms a step</th>
          <th scope="col">GFLOP/s</th>
          <th scope="col">Of its peak</th>
        </tr>
      </thead>
      {TRAINERS.map((trainer) => {
        const own = rows.filter((row) => row.trainer === trainer)
        const peak = peaks[trainer]
        return (
          own.length > 0 && (
            <tbody key={trainer}>
              <tr>
                <th scope="rowgroup" colSpan={4}>
                  {trainerName(trainer, threads)}
                  {peak !== undefined && (
                    <span className="fine-print"> peak {rateText(peak / 1e9)} GFLOP/s</span>
                  )}
                </th>
              </tr>
              {own.map((row) => (
                <RateRow key={rowName(row)} row={row} share={shareOfPeak(row, { peaks })} />
              ))}
            </tbody>
          )
        )
      })}
    </table>
  )
}

function RateRow({ row, share }: { row: BenchmarkRow; share: number | undefined }) {
  return (
    <tr>
      <th scope="row">{rowName(row)}</th>
      <td>{rateText(row.msPerStep)}</td>
      <td>{rateText(flopPerSecond(row) / 1e9)}</td>
      <td>{share === undefined ? '–' : <Bar share={share} text={percentText(share)} />}</td>
    </tr>
  )
}

/** A number with a bar beside it, which says the same to the eye. */
export function Bar({ share, text }: { share: number; text: string }) {
  return (
    <span className="bar-cell">
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, 100 * share)}%` }} />
      </span>
      <span className="bar-text">{text}</span>
    </span>
  )
}
