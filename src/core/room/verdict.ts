/** Whether a trial that was trained again says what its record says. */
import { measuredDifferences } from '../results/merge'
import type { TrialRecord } from '../results/result'

/** Devices that round otherwise: bits of the same trial differ by up to 1.2 % where we measured it, and a class is no place for doubtful cases. */
const OTHER_ARITHMETIC = 0.05

/**
 * On the processor a trial has the same bits everywhere: the records are equal, or one is false. Elsewhere they agree to 5 %.
 * @param own the one that was trained here.
 */
export function isConfirmed(record: TrialRecord, own: TrialRecord): boolean {
  if (record.backend === own.backend && record.numerics === own.numerics)
    return measuredDifferences(record, own).length === 0
  const size = Math.max(Math.abs(own.memorizedBits), own.datasetBits * OTHER_ARITHMETIC)
  return Math.abs(record.memorizedBits - own.memorizedBits) <= OTHER_ARITHMETIC * size
}
