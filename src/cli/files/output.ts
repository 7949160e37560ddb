/**
 * Files that are written when a sweep ends. Each is claimed before the sweep begins, so that nobody waits hours to hear that its folder is
 * missing; and none ever takes the place of what this tool has not written, which is told by the file's content and not by its name.
 */
import { closeSync, openSync, realpathSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CliError, EXIT } from '../cli-error'
import { fileError, pathText } from './file-error'
import { readTextFile } from './text-file'

export interface OutputKind {
  /** As in "holds no CSV file of this lab". */
  readonly name: string
  /** Whether a text is such an output, so that another may take its place. */
  isOwn(text: string): boolean
}

export interface Output {
  /** @throws CliError where the file cannot be written, or has come to hold something else. */
  write(text: string): void
}

/** @throws CliError for a file that cannot be written, or that holds something else. */
export function claimOutput(path: string, kind: OutputKind): Output {
  refuseForeign(path, kind)
  refuseUnwritable(path)
  return {
    write(text) {
      refuseForeign(path, kind)
      try {
        writeFileSync(path, text)
      } catch (error) {
        throw fileError('write', path, error)
      }
    },
  }
}

/** @throws CliError for a file that has something in it. */
export function refuseToOverwrite(path: string, advice: string): void {
  if (sizeOf(path) > 0) throw new CliError(`${pathText(path)} is not empty: ${advice}`, EXIT.usage)
}

/**
 * @param paths by the flags that name them; undefined where a flag is not given.
 * @throws CliError naming two flags that lead to one file, by whatever path.
 */
export function refuseSharedFile(paths: Readonly<Record<string, string | undefined>>): void {
  const flags = new Map<string, string>()
  for (const [flag, path] of Object.entries(paths)) {
    const file = path === undefined ? undefined : identity(path)
    if (file === undefined) continue
    const other = flags.get(file)
    if (other !== undefined) throw new CliError(`${other} and ${flag} name the same file`, EXIT.usage)
    flags.set(file, flag)
  }
}

function refuseForeign(path: string, { name, isOwn }: OutputKind): void {
  if (sizeOf(path) === 0 || isOwn(readTextFile(path).text)) return
  throw new CliError(
    `${pathText(path)} holds no ${name}, and is left as it is: name another file`,
    EXIT.usage,
  )
}

/** Opens a file for writing, and leaves all as it was. A pipe or device is let be: its reader would take that for the whole output. */
function refuseUnwritable(path: string): void {
  const stats = statsOf(path)
  if (stats && !stats.isFile() && !stats.isDirectory()) return
  try {
    closeSync(openSync(path, 'a'))
    // By its real path: a link that led nowhere stays.
    if (!stats) rmSync(realpathSync(path))
  } catch (error) {
    throw fileError('write', path, error)
  }
}

/** 0 for what is no file: pipes and devices hold nothing. */
function sizeOf(path: string): number {
  const stats = statsOf(path)
  return stats?.isFile() ? stats.size : 0
}

/** What two paths to one file have in common; undefined for pipes and devices, which several outputs may share. */
function identity(path: string): string | undefined {
  const stats = statsOf(path)
  if (stats) return stats.isFile() ? `${stats.dev} ${stats.ino}` : undefined
  try {
    return join(realpathSync(dirname(path)), basename(path))
  } catch (error) {
    throw fileError('write', path, error)
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw fileError('write', path, error)
  }
}
