/** The plan of the config that is set, with what is stored and what the device can do. */
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'
import { deviceReport } from '@/state/device-store'
import { type PlanSummary, summarizePlan } from '@/state/plan-summary'
import type { ResultsState } from '@/state/results-store'
import { configStore, deviceStore, resultsStore } from '@/state/services'
import { rememberLast } from '../remember-last'

const summary = rememberLast(
  (
    experiment: Experiment,
    values: ConfigValues,
    records: ResultsState['records'],
    device: ReturnType<typeof deviceReport>,
  ) => summarizePlan(experiment, values, new Set(records.keys()), device),
)

export function usePlan(): PlanSummary {
  const experiment = useStore(configStore, (s) => s.experiment)
  const values = useStore(configStore, (s) => s.values)
  const records = useStore(resultsStore, (s) => s.records)
  const device = useStore(deviceStore, deviceReport)
  return summary(experiment, values, records, device)
}
