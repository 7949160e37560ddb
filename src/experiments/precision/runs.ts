/** Which runs the figures and sentences are about. */
import type { TrialRecord } from '@/core/result'
import { precisionOf } from './formats'

/** Those of the largest model on its largest dataset: the fullest that was trained. */
export function largestRuns<T extends Pick<TrialRecord, 'params' | 'datasetSize'>>(
  records: readonly T[],
): T[] {
  const params = Math.max(...records.map((record) => record.params))
  const own = records.filter((record) => record.params === params)
  const size = Math.max(...own.map(({ datasetSize }) => datasetSize))
  return own.filter(({ datasetSize }) => datasetSize === size)
}

export const inFloat32 = (records: readonly TrialRecord[]): TrialRecord[] =>
  records.filter(({ settings }) => precisionOf(settings) === 'float32')
