/** Registry: the procedure of each experiment that has one. */
import type { Procedure } from './procedure'

const modules = import.meta.glob<{ default: Procedure }>(
  ['../../experiments/*/procedure.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const procedures: ReadonlyMap<string, Procedure> = new Map(
  Object.entries(modules).map(([path, module]) => [path.split('/').at(-2)!, module.default]),
)

export const procedureOf = (experiment: string): Procedure | undefined => procedures.get(experiment)
