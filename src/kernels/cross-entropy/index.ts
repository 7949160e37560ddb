/** The loss of each target under its row of logits, in nats, with the gradient of each member's mean loss, in one dispatch. */
import type { Kernel } from '@/kernels/kit/kernel'
import { crossEntropyCases } from './cases'

export { crossEntropy } from './programs'

export default { id: 'cross-entropy', cases: crossEntropyCases } satisfies Kernel
