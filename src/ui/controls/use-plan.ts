/** The plan of the config that is set, with what is stored and what the device can do. */
import { useStore } from 'zustand'
import type { ConfigState } from '@/state/config-store'
import { deviceReport } from '@/state/device-store'
import { type PlanSummary, summarizePlan } from '@/state/plan-summary'
import type { ResultsState } from '@/state/results-store'
import { useLab } from '../lab-context'
import { memoizeLast } from '../memoize-last'

const summary = memoizeLast(
  (config: ConfigState, records: ResultsState['records'], device: ReturnType<typeof deviceReport>) =>
    summarizePlan(config, records, device),
)

export function usePlan(): PlanSummary {
  const { config, results, device } = useLab()
  const state = useStore(config)
  const records = useStore(results, (s) => s.records)
  const report = useStore(device, deviceReport)
  return summary(state, records, report)
}
