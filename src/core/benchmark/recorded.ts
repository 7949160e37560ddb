/** Reports of other machines, published with the page: `bench/results/devices/`, one file for each machine. */
import { checkReport } from './read-report'
import type { BenchmarkReport } from './report'

const files = import.meta.glob('../../../bench/results/devices/*.json', { eager: true, import: 'default' })

/** The latest first. @throws Error where a file is no report. */
export function recordedReports(): readonly BenchmarkReport[] {
  return Object.entries(files)
    .map(([path, raw]) => {
      const report = checkReport(raw)
      if ('problem' in report) throw new Error(`${path}: ${report.problem}`)
      return report
    })
    .toSorted((a, b) => (a.date < b.date ? 1 : -1))
}
