/** The plan of the config that is set, with what is stored and what the device can do. */
import { useStore } from 'zustand'
import type { ConfigState } from '@/state/config-store'
import { deviceReport } from '@/state/device-store'
import { type PlanSummary, summarizePlan } from '@/state/plan-summary'
import type { ResultsState } from '@/state/results-store'
import { configStore, deviceStore, resultsStore } from '@/state/services'
import { rememberLast } from '../remember-last'

const summary = rememberLast(
  (config: ConfigState, records: ResultsState['records'], device: ReturnType<typeof deviceReport>) =>
    summarizePlan(config, records, device),
)

export function usePlan(): PlanSummary {
  const config = useStore(configStore)
  const records = useStore(resultsStore, (s) => s.records)
  const device = useStore(deviceStore, deviceReport)
  return summary(config, records, device)
}
