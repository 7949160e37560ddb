/** One column list for CSV, JSON, tables and the CLI. */
import { trialRecordSchema } from './read-record'
import type { TrialRecord } from './result'

/** Columns that hold values by name: one CSV column for each name that any of the records has. */
const GROUPS = ['settings', 'measures'] as const
type Group = (typeof GROUPS)[number]
/** Series and grids are in JSON only. */
type Column = Exclude<keyof TrialRecord, Group | 'traces'>

const isColumn = (key: keyof TrialRecord): key is Column =>
  key !== 'traces' && !GROUPS.some((group) => group === key)

/** Columns in the order in which people read them: what was trained, on what, what it remembers, how it was run. */
export const RECORD_COLUMNS = (Object.keys(trialRecordSchema.shape) as (keyof TrialRecord)[]).filter(isColumn)

/** RFC 4180: CRLF, quotes doubled; the first line names the columns, `measures.auc` and the like behind those that all records have. */
export function recordsToCsv(records: readonly TrialRecord[]): string {
  const named = GROUPS.flatMap((group) =>
    [...new Set(records.flatMap((record) => Object.keys(record[group])))]
      .toSorted()
      .map((name) => [group, name] as const),
  )
  return tableToCsv(
    [...RECORD_COLUMNS, ...named.map((path) => path.join('.'))],
    records.map((record) => [
      ...RECORD_COLUMNS.map((column) => record[column]),
      ...named.map(([group, name]) => record[group][name] ?? ''),
    ]),
  )
}

export function tableToCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | boolean)[])[],
): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

/** Text that a spreadsheet would compute. A device's name may come from an imported file, and begin so. */
const FORMULA = /^[=+\-@\t\r]./s

/** A text that a spreadsheet would take for a formula gets the apostrophe by which it is known as text (OWASP, CSV injection). */
function csvCell(value: string | number | boolean): string {
  const isFormula = typeof value === 'string' && FORMULA.test(value) && Number.isNaN(Number(value))
  const text = isFormula ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const recordsToJson = (records: readonly TrialRecord[]): string =>
  `${JSON.stringify(records, null, 2)}\n`

/** One line of JSON Lines, without the newline. */
export const recordToJsonLine = (record: TrialRecord): string => JSON.stringify(record)
