/** The cases of all kernels, made once for the tests that look at them: their references take half a second. */
import type { KernelCase } from '../kit/kernel'
import { kernels } from '../registry'

export const everyCase: readonly KernelCase[] = [...kernels.values()].flatMap((kernel) => kernel.cases())
