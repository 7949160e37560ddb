/** Fused linear layer: y = f(x·W + b) + residual in one dispatch; dx, dW and db in another. */
import type { Kernel } from '@/kernels/kit/kernel'
import { linearCases } from './cases'

export { type LinearOptions, linearBackward, linearForward } from './programs'

export default { id: 'linear', cases: linearCases } satisfies Kernel
