/** Results from a file: what the page exports (a JSON array), what is recorded (an object with `records`), what the CLI writes (a record a line). */
import { readRecord, type TrialRecord } from '@/core/results/result'

export interface ReadImport {
  /** The good ones, each trial once. */
  readonly records: readonly TrialRecord[]
  readonly refused: number
  readonly firstProblem: string | undefined
}

/** About 30,000 records: more than a page can draw, less than freezes it. */
const MAX_CHARACTERS = 32_000_000

export function readImport(text: string): ReadImport {
  if (text.length > MAX_CHARACTERS)
    return nothing(`the file holds ${text.length} characters; at most ${MAX_CHARACTERS} are read`)
  const rows = rowsOf(text)
  if (!rows) return nothing('the file is no JSON')
  if (rows.length === 0) return nothing('the file holds no records')
  const records = new Map<string, TrialRecord>()
  const problems: string[] = []
  rows.forEach((row, i) => {
    try {
      const record = readRecord(row)
      records.set(record.trialKey, record)
    } catch (error) {
      problems.push(`record ${i + 1}: ${problemText(error)}`)
    }
  })
  return { records: [...records.values()], refused: problems.length, firstProblem: problems[0] }
}

const nothing = (firstProblem: string): ReadImport => ({ records: [], refused: 0, firstProblem })

function rowsOf(text: string): readonly unknown[] | undefined {
  const whole = parseJson(text)
  if (whole !== undefined) {
    if (Array.isArray(whole.value)) return whole.value
    const { value } = whole
    if (typeof value === 'object' && value !== null && 'records' in value && Array.isArray(value.records))
      return value.records
    return [value]
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const rows = lines.map(parseJson)
  // A line that is no JSON is one bad record, unless no line is.
  return rows.some((row) => row !== undefined) ? rows.map((row) => row?.value) : undefined
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** A schema's error lists its issues, each with the path of what is wrong; the first one says enough. */
function problemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const issues: unknown = 'issues' in error ? error.issues : undefined
  const first: unknown = Array.isArray(issues) ? issues[0] : undefined
  if (typeof first !== 'object' || first === null) return error.message
  const path = 'path' in first && Array.isArray(first.path) ? first.path.join('.') : ''
  const message = 'message' in first ? String(first.message) : 'is not valid'
  return path === '' ? message : `${path}: ${message}`
}
