/**
 * The results file: JSON Lines, one record a line, flushed to the disk before the next trial's result is awaited, so that a crash or
 * a power cut costs at most the line that was being written.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { recordToJsonLine } from '@/core/results/export'
import { readRecord, type TrialRecord } from '@/core/results/result'
import { CliError, EXIT, fileError } from './errors'

export interface ResultsFile {
  /** Records that the file held when it was opened. */
  readonly records: readonly TrialRecord[]
  /** What was repaired, in a sentence. */
  readonly note: string | undefined
  /** @throws CliError when the disk refuses. */
  append(record: TrialRecord): void
  close(): void
}

/** @throws CliError for a file that holds something and was not to be resumed, that is no results file, or that cannot be written. */
export function openResultsFile(path: string, resume: boolean): ResultsFile {
  if (!resume) refuseToOverwrite(path, 'add --resume to go on with it, or name another file')
  let file: number
  try {
    file = openSync(path, 'a')
  } catch (error) {
    throw fileError(path, error)
  }
  try {
    const { records, repair, note } = resume ? readResults(path) : EMPTY
    repair?.(file)
    return {
      records,
      note,
      append(record) {
        try {
          writeFully(file, `${recordToJsonLine(record)}\n`)
          flush(file)
        } catch (error) {
          throw fileError(path, error)
        }
      },
      close: () => closeSync(file),
    }
  } catch (error) {
    closeSync(file)
    throw fileError(path, error)
  }
}

/** @throws CliError for a file that has something in it. */
export function refuseToOverwrite(path: string, advice: string): void {
  if (sizeOf(path) > 0) throw new CliError(`${path} is not empty: ${advice}`, EXIT.usage)
}

/** 0 for what is no file: pipes and devices hold nothing. */
function sizeOf(path: string): number {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats?.isFile() ? stats.size : 0
  } catch (error) {
    throw fileError(path, error)
  }
}

interface ReadResults {
  readonly records: readonly TrialRecord[]
  /** Cuts off or completes the last line, before anything is appended. */
  readonly repair: ((file: number) => void) | undefined
  readonly note: string | undefined
}

const EMPTY: ReadResults = { records: [], repair: undefined, note: undefined }

/** How every line begins, so that a crash's leftover is told from the end of somebody's notes. */
const LINE_START = '{"schemaVersion":'

/**
 * A last line without its newline is completed where it is a whole record, and dropped where a crash has cut it off: its trial runs
 * again. Other damage is refused by line, and the file left as it is.
 */
function readResults(path: string): ReadResults {
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const rest = text.slice(whole.length)
  const records = whole
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(path, line, i + 1)]))
  if (rest === '') return { ...EMPTY, records }
  const last = tryRecord(rest)
  if (last) return { records: [...records, last], repair: (file) => writeFully(file, '\n'), note: undefined }
  if (!LINE_START.startsWith(rest.slice(0, LINE_START.length)))
    throw unreadable(path, whole.split('\n').length)
  return {
    records,
    repair: (file) => ftruncateSync(file, Buffer.byteLength(whole)),
    note: `${path}: the last line was cut off and has been removed; its trial runs again`,
  }
}

function parseLine(path: string, line: string, number: number): TrialRecord {
  const record = tryRecord(line)
  if (!record) throw unreadable(path, number)
  return record
}

function tryRecord(line: string): TrialRecord | undefined {
  try {
    return readRecord(JSON.parse(line))
  } catch {
    return undefined
  }
}

const unreadable = (path: string, line: number): CliError =>
  new CliError(
    `${path}, line ${line}: is no record that this version can read; name another file`,
    EXIT.usage,
  )

function writeFully(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
}

/** Pipes and devices (`--out /dev/stdout`) cannot be flushed, and need not be. */
function flush(file: number): void {
  try {
    fsyncSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EROFS') throw error
  }
}
