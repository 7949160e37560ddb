/** Which models the fused kernels take: all but those with very wide heads. */
import type { ModelShape } from '@/core/model/family'
import { MAX_HEAD_WIDTH } from '@/kernels/attention/programs'

/** Wider heads do not fit the registers of the GPU's attention kernel, and machines differ in nothing but speed. */
export const fitsFusedKernels = ({ width, heads }: ModelShape): boolean => width / heads <= MAX_HEAD_WIDTH
