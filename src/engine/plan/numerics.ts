/**
 * Sets of numerics: orders in which a machine may add up. Unlike a kernel's alternatives they change the last bits of a result, so a sweep is
 * trained by one set from beginning to end, and its records name it.
 */

import { BLOCK_KEYS } from '@/kernels/attention/programs'
import type { SplitRows } from '@/kernels/kit/row-layout'
import type { RowSums } from '@/kernels/kit/row-sums'

/** Orders of sums inside a GPU's kernels; the processor's have one each. */
export interface KernelSums {
  /** How norms and the cross-entropy sum over a row. */
  readonly rowSums: RowSums
  /** Keys that attention's online softmax takes together. Larger blocks are shorter loops, and more weights of 0 at their end. */
  readonly blockKeys: number
}

export interface Numerics extends KernelSums {
  /** What records call it. It changes with whatever changes the bits of a result. */
  readonly numerics: string
  /** Rows over which one split sums weight gradients (see row-layout.ts). Smaller splits are more work to do side by side. */
  readonly splitRows: SplitRows
  /** The most parts of a member's gradient whose squares are summed apart. More are more work side by side, and more for each update to read. */
  readonly normChunks: number
}

/** The defaults of all machines. */
export const NORM_CHUNKS = 128
export const KERNEL_SUMS: KernelSums = { rowSums: 'single', blockKeys: BLOCK_KEYS }
