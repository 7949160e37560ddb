/** AdamW (Loshchilov & Hutter 2019) by the recipe: clipping by each member's norm, decoupled decay and the schedule, all on the device. */
import type { Kernel } from '@/kernels/kit/kernel'
import { adamwCases } from './cases'

export { adamwUpdate, gradientNorm, normChunks } from './programs'

export default { id: 'adamw', cases: adamwCases } satisfies Kernel
