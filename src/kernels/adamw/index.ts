/** AdamW (Loshchilov & Hutter 2019) by the recipe: clipped by each member's norm, decoupled decay, schedule and all on the device. */
import type { Kernel } from '@/kernels/kit/kernel'
import { adamwCases } from './cases'

export { adamwUpdate, gradientNorm, normChunks } from './programs'

export default { id: 'adamw', cases: adamwCases } satisfies Kernel
