/** The capacity that is assumed before runs have shown it: for the sizes that a sweep plans, for axes, and for the plan's summary. */

/**
 * Bits per parameter by which data are measured before a run: a data ratio of 1 is this many bits for each parameter, in a config's
 * `dataRatios` and on axes of data over capacity. Part of the meaning of permalinks, so it may not change.
 */
export const ASSUMED_BITS_PER_PARAM = 3

/**
 * Bits that a model of so many parameters is expected to hold: the capacity line of the recipe after 1,000 steps (science.md §4),
 * fitted from 1,076 parameters upwards; below, where the line falls to nothing, a bit for each parameter.
 */
export const expectedCapacityBits = (params: number): number => Math.max(params, 2.97 * params - 1421)
