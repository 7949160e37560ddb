/**
 * The results file: JSON Lines, one record a line, flushed to the disk before the next trial's result is awaited, so that a crash or
 * a power cut costs at most the line that was being written.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { recordToJsonLine } from '@/core/results/export'
import { readRecord } from '@/core/results/read-record'
import type { TrialRecord } from '@/core/results/result'
import { CliError, EXIT } from '../cli-error'
import type { Note } from '../hosts/host'
import { fileError, pathText } from './file-error'
import { type FileLock, lockFile } from './file-lock'
import { refuseToOverwrite } from './output'
import { readTextFile } from './text-file'

export interface ResultsFile {
  /** Records that the file held when it was opened. */
  readonly records: readonly TrialRecord[]
  /** Several at once are flushed together. @throws CliError when the disk refuses. */
  append(...records: readonly TrialRecord[]): void
  /** All lines at once: a crash leaves the file as it was, or as it is to be. @throws CliError when the disk refuses. */
  replace(records: readonly TrialRecord[]): void
  close(): void
}

interface ResultsFileOptions {
  /** Whether a file that holds records already is gone on with. */
  readonly resume: boolean
  readonly note: Note
  /** Asks the operating system to put what was written onto the disk. Another in tests. */
  readonly sync?: (file: number) => void
}

/**
 * @throws CliError for a file that holds something and was not to be resumed, that is no results file, that another process writes, or that cannot
 * be written.
 */
export function openResultsFile(
  path: string,
  { resume, note, sync = fsyncSync }: ResultsFileOptions,
): ResultsFile {
  if (!resume) refuseToOverwrite(path, 'add --resume to go on with it, or name another file')
  let file: number
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isFIFO()) note(`${pathText(path)}: waiting for a reader`)
    file = openSync(path, 'a')
  } catch (error) {
    throw fileError('write', path, error)
  }
  let lock: FileLock | undefined
  try {
    // Pipes and devices take lines from everybody.
    if (fstatSync(file).isFile()) lock = lockFile(path, note)
    const { records, repair, isCutOff } = resume ? readResults(path) : EMPTY
    if (isCutOff)
      note(`${pathText(path)}: the last line was cut off and has been removed; its trial runs again`)
    repair?.(file)
    const flush = createFlush(path, sync, note)
    return {
      records,
      append(...added) {
        lock?.assertHeld()
        try {
          writeFully(file, linesOf(added))
          flush(file)
        } catch (error) {
          throw fileError('write', path, error)
        }
      },
      replace(all) {
        lock?.assertHeld()
        try {
          if (!lock) return writeFully(file, linesOf(all))
          replaceFile(path, linesOf(all))
          // What is appended from now on belongs into the new file.
          const replaced = file
          file = openSync(path, 'a')
          closeSync(replaced)
        } catch (error) {
          throw fileError('write', path, error)
        }
      },
      close() {
        closeSync(file)
        lock?.release()
      },
    }
  } catch (error) {
    closeSync(file)
    lock?.release()
    throw fileError('write', path, error)
  }
}

const linesOf = (records: readonly TrialRecord[]): string =>
  records.map((record) => `${recordToJsonLine(record)}\n`).join('')

interface ReadResults {
  readonly records: readonly TrialRecord[]
  /** Cuts off or completes the last line, before anything is appended. */
  readonly repair: ((file: number) => void) | undefined
  /** Whether the last line was, as a crash leaves it: its record is not among the others. */
  readonly isCutOff: boolean
}

const EMPTY: ReadResults = { records: [], repair: undefined, isCutOff: false }

/** How every line begins, with N for its version and E for its experiment. */
const LINE_START = '{"schemaVersion":N,"experiment":"E","trialKey":"'

/**
 * A last line without its newline is completed where it is a whole record, and dropped where a crash has cut it off: its trial runs
 * again. Other damage is refused by line, and the file left as it is.
 */
export function readResults(path: string): ReadResults {
  const { text, markBytes, isUtf16 } = readTextFile(path)
  if (isUtf16) {
    const advice = "as PowerShell's > writes it: save it as UTF-8, or name another file"
    throw new CliError(`${pathText(path)} is UTF-16, ${advice}`, EXIT.usage)
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const rest = text.slice(whole.length)
  const records = whole
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(path, line, i + 1)]))
  if (rest === '') return { ...EMPTY, records }
  const last = tryRecord(rest)
  if (last) return { ...EMPTY, records: [...records, last], repair: (file) => writeFully(file, '\n') }
  if (!isCutOff(rest)) throw unreadable(path, whole.split('\n').length)
  const repair = (file: number) => ftruncateSync(file, markBytes + Buffer.byteLength(whole))
  return { records, repair, isCutOff: true }
}

/** Whether a line is what a crash leaves of a record: its beginning and no more. Whole JSON, and any other text, is somebody's. */
function isCutOff(line: string): boolean {
  const start = line.replace(/\d+/, 'N').replace(/(?<="experiment":")[^"]*/, 'E')
  return LINE_START.startsWith(start.slice(0, LINE_START.length)) && !isJson(line)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
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
    `${pathText(path)}, line ${line}: is no record that this version can read; name another file`,
    EXIT.usage,
  )

function writeFully(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
}

/** Writes another file beside it, which then takes its place. */
function replaceFile(path: string, text: string): void {
  const place = realpathSync(path)
  const beside = `${place}.${process.pid}`
  try {
    writeFileSync(beside, text, { flush: true })
    renameSync(beside, place)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Where syncing fails because there is nothing to sync: pipes and devices (`--out /dev/stdout`). */
const NOTHING_TO_SYNC = new Set<unknown>(['EINVAL', 'ENOTSUP', 'EROFS'])
/** Where a disk says only when it is synced that it has not taken what was written. */
const NOT_WRITTEN = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Some network drives and containers refuse to sync, though they write: then a power cut may cost more than a line, which is said once. */
function createFlush(path: string, sync: (file: number) => void, note: Note): (file: number) => void {
  let isWarned = false
  return (file) => {
    try {
      sync(file)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === undefined || NOT_WRITTEN.has(code)) throw error
      if (NOTHING_TO_SYNC.has(code) || isWarned) return
      isWarned = true
      note(
        `${pathText(path)}: this drive cannot be made to write at once (${code}): a power cut may cost finished trials`,
      )
    }
  }
}
