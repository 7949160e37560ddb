/** A benchmark's report for the terminal: model by model, then beside recorded machines. The page draws the same. */
import { flopPerSecond } from '@/core/benchmark/models'
import { fastestTrainer, quickSeconds, shareOfPeak } from '@/core/benchmark/rates'
import type { BenchmarkReport } from '@/core/benchmark/report'
import {
  MODEL_NAMES,
  machineName,
  RATES_NOTE,
  rateText,
  trainerName,
  trainerPhrase,
} from '@/core/benchmark/report-text'
import { targetText } from '@/core/benchmark/targets'
import { countText, durationText, percentText } from '@/core/text/number'
import { table } from './table'

export function deviceReportText(report: BenchmarkReport, others: readonly BenchmarkReport[]): string {
  const { backend, threads, numerics, peaks, rows } = report
  const cells = rows.map((row) => {
    const share = shareOfPeak(row, report)
    const peak = peaks[row.trainer]
    return [
      trainerName(row.trainer, threads),
      MODEL_NAMES[row.model],
      countText(row.members),
      rateText(row.msPerStep),
      rateText(flopPerSecond(row) / 1e9),
      share === undefined ? '' : percentText(share),
      peak === undefined ? '' : rateText(peak / 1e9),
      numerics[row.trainer] ?? '',
    ]
  })
  const chosen = `opened ${backend.name}, ${backend.device}${backend.fused ? '' : ', without the fused kernels'}`
  const machines = [report, ...others].map((own, i) => {
    const seconds = (['gpu', 'threads', 'thread'] as const).map((trainer) => quickSeconds(own, trainer))
    return [
      i === 0 ? `${machineName(own)}, this report` : machineName(own),
      own.date,
      ...seconds.map((value) => (value === undefined ? '' : durationText(value))),
    ]
  })
  const fastest = fastestTrainer(report)
  const target = targetText(report)
  return [
    `${machineName(report)}: ${chosen}`,
    table(
      ['trains on', 'model', 'at once', 'ms/step', 'GFLOP/s', 'of its peak', 'peak, GFLOP/s', 'arithmetic'],
      cells,
    ),
    RATES_NOTE,
    ...(target ? [target] : []),
    '',
    fastest
      ? `Quick would take about ${durationText(fastest.seconds)} ${trainerPhrase(fastest.trainer, threads)}. Beside other machines, Quick in all ways:`
      : 'How long Quick would take was not measured. Other machines, Quick in all ways:',
    table(['machine', 'date', 'GPU', 'all threads', 'one thread'], machines),
  ].join('\n')
}
