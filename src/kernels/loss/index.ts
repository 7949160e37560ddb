/** Each member's mean loss into its state and a ring of losses, on the device: nothing waits for the host. */
import type { Kernel } from '@/kernels/kit/kernel'
import { meanLossCases } from './cases'

export { meanLoss } from './programs'

export default { id: 'loss', cases: meanLossCases } satisfies Kernel
