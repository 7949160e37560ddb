/** Registry: the `checks.ts` of every experiment that has figures to be held against. */
import { byFolder } from '../by-folder'
import type { Check } from './finding'

const modules = import.meta.glob<{ checks: readonly Check[] }>(
  ['../../experiments/*/checks.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const all = byFolder(modules, ({ checks }) => checks)

export const checksOf = (experiment: string): readonly Check[] => all.get(experiment) ?? []
