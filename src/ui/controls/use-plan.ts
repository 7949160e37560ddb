/** The plan of the config that is set, with what is stored and what the device can do. */
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'
import { deviceReport } from '@/state/device-store'
import { type PlanSummary, summarizePlan } from '@/state/plan-summary'
import type { ResultsState } from '@/state/results-store'
import { useLab } from '../lab-context'
import { memoizeLast } from '../memoize-last'

const summary = memoizeLast(
  (
    experiment: Experiment,
    values: ConfigValues,
    records: ResultsState['records'],
    device: ReturnType<typeof deviceReport>,
  ) => summarizePlan(experiment, values, new Set(records.keys()), device),
)

export function usePlan(): PlanSummary {
  const { config, results, device } = useLab()
  const experiment = useStore(config, (s) => s.experiment)
  const values = useStore(config, (s) => s.values)
  const records = useStore(results, (s) => s.records)
  const report = useStore(device, deviceReport)
  return summary(experiment, values, records, report)
}
