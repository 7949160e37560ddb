/** What each target costs under its row of logits, in nats, and the gradient of each member's mean of that, in one dispatch. */
import type { Kernel } from '@/kernels/kit/kernel'
import { crossEntropyCases } from './cases'

export { crossEntropy } from './programs'

export default { id: 'cross-entropy', cases: crossEntropyCases } satisfies Kernel
