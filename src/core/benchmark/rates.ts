/** What a report means: rates, shares of what the hardware can do, and the time of a preset that everyone runs. */
import { trialFlop } from '../sweep/estimate'
import { presetById } from '../sweep/experiment'
import { experimentById } from '../sweep/experiments'
import { BENCHMARK_MODELS, flopPerSecond } from './models'
import type { BenchmarkModelId, BenchmarkReport, BenchmarkRow, Trainer } from './report'

/** Of what the same hardware did in the measurement of its peak, 0…1; undefined where that was not measured. */
export function shareOfPeak(
  row: BenchmarkRow,
  { peaks }: Pick<BenchmarkReport, 'peaks'>,
): number | undefined {
  const peak = peaks[row.trainer]
  return peak === undefined ? undefined : flopPerSecond(row) / peak
}

/** Work of capacity's preset Quick, by the model that stands for its size. */
function quickFlop(): ReadonlyMap<BenchmarkModelId, number> {
  const experiment = experimentById('capacity')
  const flop = new Map<BenchmarkModelId, number>()
  for (const trial of experiment.plan(presetById(experiment, 'quick').config)) {
    const id = trial.shape.width === BENCHMARK_MODELS['Quick-8'].shape.width ? 'Quick-8' : 'Quick-16'
    flop.set(id, (flop.get(id) ?? 0) + trialFlop(trial))
  }
  return flop
}

/** Seconds that capacity's Quick takes, from its work and the rates at its two models; undefined where one of them was not measured. */
export function quickSeconds({ rows }: Pick<BenchmarkReport, 'rows'>, trainer: Trainer): number | undefined {
  let seconds = 0
  for (const [model, flop] of quickFlop()) {
    const rates = rows.filter((row) => row.trainer === trainer && row.model === model).map(flopPerSecond)
    if (rates.length === 0) return undefined
    seconds += flop / Math.max(...rates)
  }
  return seconds
}

/** The quickest way to train Quick on a device: on its GPU, or on all threads of its processor. */
export function fastestTrainer(
  report: Pick<BenchmarkReport, 'rows'>,
): { readonly trainer: Trainer; readonly seconds: number } | undefined {
  const all = report.rows.some(({ trainer }) => trainer === 'threads') ? 'threads' : 'thread'
  return (['gpu', all] as const)
    .flatMap((trainer) => {
      const seconds = quickSeconds(report, trainer)
      return seconds === undefined ? [] : [{ trainer, seconds }]
    })
    .toSorted((a, b) => a.seconds - b.seconds)[0]
}
