/** One column list for CSV, JSON, tables and the CLI. */
import { type TrialRecord, trialRecordSchema } from './result'

/** In the order in which people read them: what was trained, on what, what it remembers, how it was run. */
export const RECORD_COLUMNS = Object.keys(trialRecordSchema.shape) as readonly (keyof TrialRecord)[]

/** RFC 4180: CRLF, quotes doubled; the first line names the columns. */
export function recordsToCsv(records: readonly TrialRecord[]): string {
  return tableToCsv(
    RECORD_COLUMNS,
    records.map((record) => RECORD_COLUMNS.map((column) => record[column])),
  )
}

export function tableToCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | boolean)[])[],
): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

function csvCell(value: string | number | boolean): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const recordsToJson = (records: readonly TrialRecord[]): string =>
  `${JSON.stringify(records, null, 2)}\n`

/** One line of JSON Lines, without the newline. */
export const recordToJsonLine = (record: TrialRecord): string => JSON.stringify(record)
