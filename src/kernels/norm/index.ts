/** Layer norm and RMS norm over the D values of each row, and all their gradients in one dispatch. */
import type { Kernel } from '@/kernels/kit/kernel'
import { normCases } from './cases'

export { normBackward, normForward } from './programs'

export default { id: 'norm', cases: normCases } satisfies Kernel
