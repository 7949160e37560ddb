/** Registry: the `exhibit.ts` of every experiment that has one. Apart from the experiments, so that a page can begin without it. */
import type { Exhibit } from './figure'

const modules = import.meta.glob<{ exhibit: Exhibit }>(
  ['../../experiments/*/exhibit.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const exhibits: ReadonlyMap<string, Exhibit> = new Map(
  Object.entries(modules).map(([path, { exhibit }]) => [path.split('/').at(-2)!, exhibit]),
)

/** Undefined for an experiment whose own view does all the showing. */
export const exhibitOf = (experiment: string): Exhibit | undefined => exhibits.get(experiment)
