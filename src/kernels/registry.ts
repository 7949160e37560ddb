/** Registry: every folder of `kernels/`. */
import type { Kernel } from './kit/kernel'

const modules = import.meta.glob<{ default: Kernel }>('./*/index.ts', { eager: true })

export const kernels: ReadonlyMap<string, Kernel> = new Map(
  Object.keys(modules)
    .sort()
    .map((path) => [modules[path]!.default.id, modules[path]!.default]),
)
