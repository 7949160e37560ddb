/** Registry: every folder of `kernels/`. */
import { byFolder } from '@/core/by-folder'
import type { Kernel } from './kit/kernel'

const modules = import.meta.glob<{ default: Kernel }>('./*/index.ts', { eager: true })

export const kernels = byFolder(modules, (module) => module.default)
