/** Registry: every folder of `experiments/` that has a `spec.ts`. */
import { byFolder } from '../by-folder'
import { EXPERIMENT_GROUPS, type Experiment, type ExperimentGroup } from './experiment'

const modules = import.meta.glob<{ default: Experiment }>(
  ['../../experiments/*/spec.ts', '!../../experiments/_*/**'],
  { eager: true },
)

export const experiments = byFolder(modules, (module) => module.default)

/** Experiments as the page lists them: by group, in order. Groups without any are left out. */
export const experimentsByGroup = (): (readonly [group: ExperimentGroup, own: readonly Experiment[]])[] =>
  EXPERIMENT_GROUPS.flatMap((group) => {
    const own = [...experiments.values()].filter((experiment) => experiment.group === group)
    own.sort((a, b) => (a.order === b.order ? a.title.localeCompare(b.title) : a.order - b.order))
    return own.length === 0 ? [] : [[group, own] as const]
  })

/** @throws RangeError for an experiment that is not registered. */
export function experimentById(id: string): Experiment {
  const experiment = experiments.get(id)
  if (!experiment)
    throw new RangeError(`unknown experiment "${id}" (known: ${[...experiments.keys()].join(', ')})`)
  return experiment
}
