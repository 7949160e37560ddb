/** Registry: the procedure of each experiment that has one. */
import { byFolder } from '@/core/by-folder'
import type { Procedure } from './procedure'

const modules = import.meta.glob<{ default: Procedure }>(
  ['../../experiments/*/procedure.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const procedures = byFolder(modules, (module) => module.default)

export const procedureOf = (experiment: string): Procedure | undefined => procedures.get(experiment)
