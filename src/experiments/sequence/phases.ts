/** The timetable: K strings for as many steps each, then the first one again. */
import { logSteps } from '@/core/log-steps'

/** Two traces for each string have to fit into a record. */
export const MOST_STRINGS = 16

/** Looks within one string's time. */
const LOOKS = 14

/** The string that is shown in each phase. */
export const shownStrings = (strings: number): number[] => [
  ...Array.from({ length: strings }, (_, i) => i),
  0,
]

export const stepsInAll = (strings: number, stepsAString: number): number => (strings + 1) * stepsAString

export const stepsAString = (strings: number, stepsInAll: number): number => stepsInAll / (strings + 1)

/** Steps after which it looks: before the first, then in each phase dense at its start, and at its end. */
export function lookSteps(strings: number, stepsInAll: number): number[] {
  const length = stepsAString(strings, stepsInAll)
  const within = logSteps(length, LOOKS)
  return [0, ...shownStrings(strings).flatMap((_, phase) => within.map((step) => phase * length + step))]
}

/** Names of the values of a look: of string i. */
export const accuracyName = (string: number): string => `accuracy.${string}`
export const lossName = (string: number): string => `bitsPerToken.${string}`
