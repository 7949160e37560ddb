/** Results from a file: what the page exports (a JSON array), what is recorded (an object with `records`), what the CLI writes (a record a line). */
import { createBoundsCheck } from './bounds'
import { readRecord } from './read-record'
import type { TrialRecord } from './result'

export interface ReadImport {
  /** The good ones, each trial once. */
  readonly records: readonly TrialRecord[]
  readonly refused: number
  readonly firstProblem: string | undefined
  /** Entries that were not read, because too many before them had been refused. */
  readonly unread: number
}

/** About 30,000 records: more than a page can draw. */
const MAX_CHARACTERS = 32_000_000

/** A file with more bad entries than this is not ours; naming what is wrong with each of a million takes a minute. */
const MAX_REFUSED = 100

export function readImport(fileText: string): ReadImport {
  const text = fileText.replace(/^\uFEFF/, '')
  if (text.length > MAX_CHARACTERS)
    return nothing(`the file holds ${text.length} characters; at most ${MAX_CHARACTERS} are read`)
  // The mark at the head of a UTF-16 file, read as UTF-8.
  if (text.startsWith('\uFFFD\uFFFD')) return nothing('the file is in UTF-16: save it as UTF-8')
  const whole = parseJson(text)
  return whole ? readEntries(entriesOf(whole.value), (entry) => entry) : readLines(text)
}

function readLines(text: string): ReadImport {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  let isJson = false
  const read = readEntries(lines, (line) => {
    const parsed = parseJson(line)
    if (!parsed) throw new RangeError('is no JSON')
    isJson = true
    return parsed.value
  })
  return isJson ? read : nothing('the file is no JSON')
}

function readEntries<T>(entries: readonly T[], parse: (entry: T) => unknown): ReadImport {
  if (entries.length === 0) return nothing('the file holds no records')
  const records = new Map<string, TrialRecord>()
  const problemOf = createBoundsCheck()
  let refused = 0
  let firstProblem: string | undefined
  let read = 0
  while (read < entries.length && refused < MAX_REFUSED) {
    try {
      const record = readRecord(parse(entries[read]!))
      const problem = problemOf(record)
      if (problem !== undefined) throw new RangeError(problem)
      records.set(record.trialKey, record)
    } catch (error) {
      refused++
      firstProblem ??= `record ${read + 1}: ${problemText(error)}`
    }
    read++
  }
  return { records: [...records.values()], refused, firstProblem, unread: entries.length - read }
}

const nothing = (firstProblem: string): ReadImport => ({ records: [], refused: 0, firstProblem, unread: 0 })

function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null && 'records' in value && Array.isArray(value.records))
    return value.records
  return [value]
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
