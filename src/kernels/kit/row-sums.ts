/**
 * How a GPU's norms and cross-entropy sum over a row. The sums are the same but for the last bits, so that it is part of a set of numerics
 * (engine/plan/numerics.ts):
 * `single`: one float after the other; wide rows are shared by invocations that meet at a barrier;
 * `vectors`: norms whose width is a multiple of four take four floats at a time;
 * `quads`: four neighbouring invocations share a row, four floats at a time where they can, and join by the operations of subgroups.
 */
export type RowSums = 'single' | 'vectors' | 'quads'

/** Invocations of a quad: no subgroup of any device is smaller. */
export const QUAD = 4
