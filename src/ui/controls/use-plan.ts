/** The plan of the config that is set, with what is stored and what the device can do. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { type PlanSummary, summarizePlan } from '@/state/plan-summary'
import { configStore, deviceStore, resultsStore } from '@/state/services'

export function usePlan(): PlanSummary {
  const experiment = useStore(configStore, (s) => s.experiment)
  const values = useStore(configStore, (s) => s.values)
  const records = useStore(resultsStore, (s) => s.records)
  const device = useStore(deviceStore, (s) => (s.status.kind === 'ready' ? s.status.report : undefined))
  return useMemo(
    () => summarizePlan(experiment, values, new Set(records.keys()), device),
    [experiment, values, records, device],
  )
}
