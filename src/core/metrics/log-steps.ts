/** About `count` steps from 1 to `last`, evenly spaced on a log axis, each once, both ends included. */
export function logSteps(last: number, count: number): number[] {
  const steps = Array.from({ length: count }, (_, i) => Math.round(last ** (i / (count - 1))))
  return [...new Set(steps)]
}

/** `count` values from `from` to `to`, evenly spaced on a log axis, both ends exact. */
export const logSpaced = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from * (to / from) ** (i / (count - 1))))
