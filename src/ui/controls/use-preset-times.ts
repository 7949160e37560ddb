/** How long each preset of the experiment on show takes this device, in seconds, by the preset's id; empty until the device was measured. */
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import { planSweep } from '@/core/sweep/sweep'
import { deviceReport } from '@/state/device-store'
import { summarizePlan } from '@/state/plan-summary'
import { useLab } from '../lab-context'
import { memoizeLast } from '../memoize-last'

const NONE_FINISHED = new Map<string, never>()

/** How long a preset takes a device that was measured, in seconds. */
export function presetSeconds(
  experiment: Experiment,
  { id, config: values }: Experiment['presets'][number],
  device: DeviceReport,
): number {
  const plan = { experiment, values, problems: [], sweep: planSweep(experiment, id, values) }
  return summarizePlan(plan, NONE_FINISHED, device).seconds ?? 0
}

type DeviceReport = NonNullable<ReturnType<typeof deviceReport>>

const timesOf = memoizeLast(
  (experiment: Experiment, device: DeviceReport | undefined) =>
    new Map(
      device &&
        experiment.presets.map((preset) => [preset.id, presetSeconds(experiment, preset, device)] as const),
    ),
)

export function usePresetTimes(): ReadonlyMap<string, number> {
  const { config, device } = useLab()
  const experiment = useStore(config, (s) => s.experiment)
  const report = useStore(device, deviceReport)
  return timesOf(experiment, report)
}
