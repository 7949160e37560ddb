/** Hands runs to the browser's downloads. */
import { recordsToCsv, recordsToJson } from '@/core/results/export'
import type { TrialRecord } from '@/core/results/result'
import { saveText } from './save-blob'

export const saveRunsAsJson = (records: readonly TrialRecord[], name = 'plateau-results'): void =>
  saveText(recordsToJson(records), 'application/json', `${name}.json`)

export const saveRunsAsCsv = (records: readonly TrialRecord[], name = 'plateau-results'): void =>
  saveText(recordsToCsv(records), 'text/csv', `${name}.csv`)
