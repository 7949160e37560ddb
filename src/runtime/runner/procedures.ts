/** Registry: the procedure of each experiment that has one. */
import { byFolder } from '@/core/by-folder'
import type { Procedure } from './procedure'

const modules = import.meta.glob<Procedure>(
  ['../../experiments/*/procedure.ts', '!../../experiments/_*/**'],
  { import: 'default' },
)

const procedures = byFolder(modules, (load) => load)

/** Loads it: a thread needs that of its own run, and no other. */
export const procedureOf = async (experiment: string): Promise<Procedure | undefined> =>
  procedures.get(experiment)?.()
