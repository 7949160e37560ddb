/**
 * What the processor's kernels look up in memory: entries of the row table, states of members, rows and elements of matrices.
 *
 * Formula:
 *   recordAt<T>(base, i)   = base + i · (bytes of T)
 *   elementAt(base, i)     = base + 4 · i
 *   vectorAt(base, i)      = base + 16 · i
 *   rowAt(base, r, width)  = base + 4 · r · width
 *   bytesOf(elements)      = 4 · elements
 * Shapes:          the table and its entries are those of kit/row-layout.ts; matrices are stored row by row, in 32-bit elements.
 * One call:        computes one address: all of this is inlined.
 * Limits:          addresses have 32 bits, and nothing is checked.
 * Reference:       RowLayout in kit/row-layout.ts.
 */

/** One member's rows and splits. */
@unmanaged
export class Member {
  firstRow: i32
  /** Those that are real. */
  rows: i32
  firstSplit: i32
  splits: i32
}

/** A range of one member's rows whose gradients are summed apart. */
@unmanaged
export class Split {
  member: i32
  firstRow: i32
  /** Those that are real. */
  rows: i32
  /** Rows of the member's whole batch, over which its loss is the mean. */
  batchRows: i32
}

/** One string of a member's batch. */
@unmanaged
export class StringRows {
  firstRow: i32
  member: i32
  /** Place in the member's batch. */
  index: i32
  unused: i32
}

/** What a member's steps leave for the next one. */
@unmanaged
export class State {
  /** Steps done: at the update that of the current step, from 1. */
  steps: f32
  /** Peak learning rate. */
  rate: f32
  /** Last mean loss, nats. */
  loss: f32
  /** 0 for a member that is left alone. */
  trains: f32
}

@inline
export function recordAt<T>(base: usize, index: i32): T {
  return changetype<T>(base + <usize>index * offsetof<T>())
}

@inline
export function elementAt(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2)
}

/** Address of a vector of four elements. */
@inline
export function vectorAt(base: usize, index: i32): usize {
  return base + ((<usize>index) << 4)
}

@inline
export function rowAt(base: usize, row: i32, width: i32): usize {
  return base + ((<usize>row * <usize>width) << 2)
}

@inline
export function bytesOf(elements: i32): usize {
  return (<usize>elements) << 2
}
