/** How long each preset of the experiment on show takes this device, in seconds, by the preset's id; empty until the device was measured. */
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import { planSweep } from '@/core/sweep/sweep'
import { deviceReport } from '@/state/device-store'
import { summarizePlan } from '@/state/plan-summary'
import { useLab } from '../lab-context'
import { memoizeLast } from '../memoize-last'

const NONE_FINISHED = new Map<string, never>()

const timesOf = memoizeLast((experiment: Experiment, device: ReturnType<typeof deviceReport>) => {
  if (!device) return new Map<string, number>()
  return new Map(
    experiment.presets.map(({ id, config: values }) => {
      const plan = { experiment, values, problems: [], sweep: planSweep(experiment, id, values) }
      return [id, summarizePlan(plan, NONE_FINISHED, device).seconds ?? 0]
    }),
  )
})

export function usePresetTimes(): ReadonlyMap<string, number> {
  const { config, device } = useLab()
  const experiment = useStore(config, (s) => s.experiment)
  const report = useStore(device, deviceReport)
  return timesOf(experiment, report)
}
