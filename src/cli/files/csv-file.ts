/** The CSV file of a sweep's records. */
import { RECORD_COLUMNS, recordsToCsv } from '@/core/results/export'
import type { TrialRecord } from '@/core/results/result'
import { claimOutput, type OutputKind, refuseToOverwrite } from './output'

/** Columns come and go between versions; these have headed every one. */
const FIRST_COLUMNS = `${RECORD_COLUMNS.slice(0, 4).join(',')},`

const CSV: OutputKind = {
  name: 'CSV file of this lab',
  isOwn: (text) => text.startsWith(FIRST_COLUMNS),
}

export interface CsvFile {
  /** @throws CliError where the file cannot be written. */
  write(records: readonly TrialRecord[]): void
}

/**
 * @param resume whether records are added to those of an earlier run, whose CSV file this one may replace.
 * @throws CliError for a file that may not be written.
 */
export function openCsvFile(path: string, resume: boolean): CsvFile {
  if (!resume) refuseToOverwrite(path, 'name another file')
  const output = claimOutput(path, CSV)
  return { write: (records) => output.write(recordsToCsv(records)) }
}
