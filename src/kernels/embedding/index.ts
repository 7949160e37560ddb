/** Token plus position embedding of the inputs, BOS first, and the gradients of both tables: one dispatch each. */
import type { Kernel } from '@/engine/kernel'
import { embeddingCases } from './cases'

export { embeddingBackward, embeddingForward } from './programs'

export default { id: 'embedding', cases: embeddingCases } satisfies Kernel
