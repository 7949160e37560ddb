/** Registry: the `checks.ts` of every experiment that has figures to be held against. */
import type { Check } from './finding'

const modules = import.meta.glob<{ checks: readonly Check[] }>(
  ['../../experiments/*/checks.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const all: ReadonlyMap<string, readonly Check[]> = new Map(
  Object.entries(modules).map(([path, { checks }]) => [path.split('/').at(-2)!, checks]),
)

export const checksOf = (experiment: string): readonly Check[] => all.get(experiment) ?? []
