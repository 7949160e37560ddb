/**
 * Sets of numerics: orders in which a machine may add up gradients. Unlike a kernel's alternatives they change the last bits of a result, so
 * a sweep is trained by one set from beginning to end, and its records name it.
 */
import type { SplitRows } from '@/kernels/kit/row-layout'

export interface Numerics {
  /** What records call it. It changes with whatever changes the bits of a result. */
  readonly numerics: string
  /** Rows over which one split sums weight gradients (see row-layout.ts). Smaller splits are more work to do side by side. */
  readonly splitRows: SplitRows
  /** The most parts of a member's gradient whose squares are summed apart. More are more work side by side, and more for each update to read. */
  readonly normChunks: number
}

/** The default of all machines. */
export const NORM_CHUNKS = 128
