/** Token embedding of the inputs, BOS first, plus learned positions where there are any, and the tables' gradients: one dispatch each. */
import type { Kernel } from '@/kernels/kit/kernel'
import { embeddingCases } from './cases'

export { embeddingBackward, embeddingForward } from './programs'

export default { id: 'embedding', cases: embeddingCases } satisfies Kernel
