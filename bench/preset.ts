/**
 * A preset of the lab from start to end, by the runner that the page and the command line use: what a visitor waits for. Run twice on one
 * device: the first time compiles, the second only trains and counts.
 */

import type { LabHost } from '@/cli/hosts/host'
import type { TrialRecord } from '@/core/results/result'
import { modelCapacities } from '@/core/runs/fit'
import { runsOfRecords } from '@/core/runs/run'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'

export interface PresetRun {
  /** Until the device was open and had passed its self-test. */
  readonly openSeconds: number
  /** All that follows: compiling, training, counting. */
  readonly firstSeconds: number
  /** The same with all kernels compiled. */
  readonly secondSeconds: number
  readonly trials: number
  readonly populations: number
  readonly flop: number
  /** Memorised bits of each model, mean over seeds: what the run was for. */
  readonly capacities: readonly { readonly params: number; readonly bits: number }[]
}

/** @param change what differs from the preset. @throws Error in the runner's words, also where it did not train by the plan. */
export async function runPreset(
  host: Pick<LabHost, 'run'>,
  experimentId: string,
  presetId: string,
  change: ConfigValues = {},
): Promise<PresetRun> {
  const experiment = experimentById(experimentId)
  const planned = experiment.plan({ ...presetById(experiment, presetId).config, ...change })
  const sweep = async () => {
    const records: TrialRecord[] = []
    const times = new Map<string, number>()
    let size = { trials: 0, populations: 0, flop: 0 }
    const problems: string[] = []
    const stopping = new AbortController()
    const start = performance.now()
    const request = { trials: planned, backend: 'webgpu' } as const
    await host.run(request, stopping.signal, (event) => {
      times.set(event.type, performance.now())
      if (event.type === 'opened' && !event.backend.fused) {
        problems.push(event.backend.notice ?? 'the plan does not run here')
        stopping.abort()
      }
      if (event.type === 'planned') size = event
      if (event.type === 'trial-finished') records.push(event.record)
      if (event.type === 'trial-failed') problems.push(event.message)
      if (event.type === 'failed') problems.push(event.failure.message)
    })
    if (problems.length > 0) throw new Error(problems.join('; '))
    const opened = times.get('opened')!
    return {
      records,
      size,
      openSeconds: (opened - start) / 1000,
      seconds: (times.get('finished')! - opened) / 1000,
    }
  }
  const first = await sweep()
  const second = await sweep()
  const { trials, populations, flop } = first.size
  return {
    openSeconds: first.openSeconds,
    firstSeconds: first.seconds,
    secondSeconds: second.seconds,
    trials,
    populations,
    flop,
    capacities: modelCapacities(runsOfRecords(first.records)).map(({ params, capacityBits }) => ({
      params,
      bits: capacityBits.mean,
    })),
  }
}
