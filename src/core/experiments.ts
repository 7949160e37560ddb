/** Registry: every folder of `experiments/` that has a `spec.ts`. */
import type { Experiment } from './experiment'

const modules = import.meta.glob<{ default: Experiment }>(
  ['../experiments/*/spec.ts', '!../experiments/_*/**'],
  { eager: true },
)

export const experiments: ReadonlyMap<string, Experiment> = new Map(
  Object.keys(modules)
    .sort()
    .map((path) => [modules[path]!.default.id, modules[path]!.default]),
)

/** @throws RangeError for an experiment that is not registered. */
export function experimentById(id: string): Experiment {
  const experiment = experiments.get(id)
  if (!experiment)
    throw new RangeError(`unknown experiment "${id}" (known: ${[...experiments.keys()].join(', ')})`)
  return experiment
}
