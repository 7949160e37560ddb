/** Which runs the figures and sentences are about. */
import type { TrialRecord } from '@/core/results/result'
import { type Precision, precisionOf } from './formats'

/** Those of the largest model on its largest dataset: the fullest that was trained. */
export function largestRuns<T extends Pick<TrialRecord, 'params' | 'datasetSize'>>(
  records: readonly T[],
): T[] {
  const params = Math.max(...records.map((record) => record.params))
  const own = records.filter((record) => record.params === params)
  const size = Math.max(...own.map(({ datasetSize }) => datasetSize))
  return own.filter(({ datasetSize }) => datasetSize === size)
}

/** Bits against float32's, −0.04 for a twenty-fifth less; one for each seed that both have. */
export const changesFrom = (
  float32: readonly TrialRecord[],
  precision: Precision,
  records: readonly TrialRecord[],
): number[] =>
  records
    .filter(({ settings }) => precisionOf(settings) === precision)
    .flatMap(({ seed, memorizedBits }) => {
      const full = float32.find((record) => record.seed === seed)
      return full && full.memorizedBits > 0 ? [memorizedBits / full.memorizedBits - 1] : []
    })

export const inFloat32 = (records: readonly TrialRecord[]): TrialRecord[] =>
  records.filter(({ settings }) => precisionOf(settings) === 'float32')
