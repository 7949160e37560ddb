/** Inputs and targets of a step, drawn on the device from datasets that lie there: nothing is uploaded between steps. */
import type { Kernel } from '@/kernels/kit/kernel'
import { fetchBatchCases } from './cases'

export { fetchBatch } from './programs'

export default { id: 'batch', cases: fetchBatchCases } satisfies Kernel
