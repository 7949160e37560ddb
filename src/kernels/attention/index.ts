/** Causal attention with several heads on packed q, k, v; no S × S matrix in memory; one dispatch each way. */
import type { Kernel } from '@/kernels/kit/kernel'
import { attentionCases } from './cases'

export { attentionBackward, attentionForward } from './programs'

export default { id: 'attention', cases: attentionCases } satisfies Kernel
