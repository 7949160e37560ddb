/**
 * The timetable: K strings for as many steps each, then the first one again, then one that is new, as a control: whatever makes each further
 * string easier makes that one easier too.
 */
import { logSteps } from '@/core/metrics/log-steps'

/** Raised with the timetable: runs of version 1 had no string after the return. */
export const PROCEDURE_VERSION = 2

/** Two traces for each string have to fit into a record. */
export const MOST_STRINGS = 16

/** Probes within one string's time. */
const PROBES = 20

/** How far the later probes of a string's time lie apart, as a share of the steps: what differs by less is not told apart. */
export const probeSpacing = (stepsAString: number): number => stepsAString ** (1 / (PROBES - 1)) - 1

/** The string that is shown in each phase. @param strings K, those before the return. */
export const shownStrings = (strings: number): number[] => [
  ...Array.from({ length: strings }, (_, i) => i),
  0,
  strings,
]

/** Distinct strings: N of the trial. */
export const stringsInAll = (strings: number): number => strings + 1

/** K of a trial with so many distinct strings. */
export const stringsBefore = (datasetSize: number): number => datasetSize - 1

export const stepsInAll = (strings: number, stepsAString: number): number => (strings + 2) * stepsAString

export const stepsAString = (strings: number, stepsInAll: number): number => stepsInAll / (strings + 2)

/** Steps after which it probes: before the first, then in each phase dense at its start, and at its end. */
export function probeSteps(strings: number, stepsInAll: number): number[] {
  const length = stepsAString(strings, stepsInAll)
  const within = logSteps(length, PROBES)
  return [0, ...shownStrings(strings).flatMap((_, phase) => within.map((step) => phase * length + step))]
}

/** Names of the curves of string i. */
export const accuracyName = (string: number): string => `look.accuracy.${string}`
export const lossName = (string: number): string => `look.bitsPerToken.${string}`
