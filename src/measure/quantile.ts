/** A time that was measured, not one between two. @param times at least one. @param share of them that are shorter, 0…1. */
export const quantileOf = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))]!
