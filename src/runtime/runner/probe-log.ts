/** Collects the results of a run's probes as traces for its records. */
import type { Measured } from '@/core/results/result'
import type { Probe } from './procedure'

export interface ProbeLog {
  /** @param probes one for each member. */
  add(step: number, probes: readonly Probe[]): void
  /** Values whose names have a dot, and `<first part>.step` beside them: the steps at which that member had them. */
  of(member: number): Measured['traces']
}

export function createProbeLog(members: number): ProbeLog {
  const traces = Array.from({ length: members }, (): Record<string, number[]> => ({}))
  return {
    add(step, probes) {
      for (const [member, { values }] of probes.entries()) {
        const own = traces[member]!
        const append = (name: string, value: number) => {
          own[name] ??= []
          own[name].push(value)
        }
        const kept = Object.entries(values).filter(([name]) => name.includes('.'))
        for (const group of new Set(kept.map(([name]) => name.split('.', 1)[0])))
          append(`${group}.step`, step)
        for (const [name, value] of kept) append(name, value)
      }
    },
    of: (member) => traces[member]!,
  }
}
