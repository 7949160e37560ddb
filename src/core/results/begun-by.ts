/** The arithmetic by which a sweep was begun: what is resumed goes on by it. */
import type { Trial } from '../sweep/trial'
import type { TrialRecord } from './result'

/**
 * @param records by trial key. @returns that of the first finished trial that a GPU has trained: only GPUs have more than one to choose from.
 * Undefined where there is none.
 */
export function begunBy(
  trials: readonly Trial[],
  records: { get(trialKey: string): TrialRecord | undefined },
): string | undefined {
  for (const { key } of trials) {
    const record = records.get(key)
    if (record?.backend === 'webgpu') return record.numerics
  }
  return undefined
}
