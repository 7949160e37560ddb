/** The lower one of the middle two, where there are two: a time that was measured. @param times at least one. */
export const medianOf = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)]!
