/** Whether a sweep is more than a device should be asked for: decided once, for the page, the runner and the command line. */
import { trainingBytes } from './estimate'
import type { PackingLimits } from './populations'
import type { Trial } from './trial'

/** Longer than a tab stays open, hours. */
const MAX_HOURS = 48

export type TooLarge =
  /** The trial that needs the most memory, and what the device may take for it. */
  | { readonly limit: 'memory'; readonly trial: Trial; readonly bytes: number; readonly maxBytes: number }
  | { readonly limit: 'time'; readonly hours: number; readonly maxHours: number }

/**
 * @param trials those that are left to train.
 * @param seconds that they will take, by the device's measured speed; undefined where it was not measured: then only memory counts.
 * @returns the limit that is passed, or undefined where the sweep may be started.
 */
export function tooLarge(
  trials: readonly Trial[],
  { ragged, maxBytes }: Pick<PackingLimits, 'ragged' | 'maxBytes'>,
  seconds: number | undefined,
): TooLarge | undefined {
  const [largest] = trials
    .map((trial) => ({ trial, bytes: trainingBytes([trial], ragged) }))
    .toSorted((a, b) => b.bytes - a.bytes)
  if (largest && largest.bytes > maxBytes) return { limit: 'memory', ...largest, maxBytes }
  const hours = (seconds ?? 0) / 3600
  return hours > MAX_HOURS ? { limit: 'time', hours, maxHours: MAX_HOURS } : undefined
}
