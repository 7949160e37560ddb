/**
 * One writer for a file: a lock beside it says which process that is. A lock that a dead process has left is taken over; of a process on another
 * machine nobody knows more than when it last gave a sign of life.
 */
import {
  closeSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { CliError } from '../cli-error'
import type { Note } from '../hosts/host'
import { fileError, pathText } from './file-error'

export interface FileLock {
  /** @throws CliError where another process has taken the file over, because this one had given no sign of life. */
  assertHeld(): void
  release(): void
}

/** How often a lock is written anew. */
const SIGN_OF_LIFE_MS = 30_000
/** After so long without one, a process on another machine counts as dead: less than schedulers wait before they run its job elsewhere. */
const DEAD_AFTER_MS = 180_000

/** Where a lock cannot be made though the file can be written: the folder is not ours, or the drive knows no such files. */
const NO_LOCKS = new Set<unknown>(['EACCES', 'EPERM', 'EROFS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'])

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts: numbers of processes are used again. Empty where the system does not tell. */
  readonly begun: string
  /** ISO 8601, UTC. */
  readonly since: string
}

const UNLOCKED: FileLock = { assertHeld: () => undefined, release: () => undefined }

/** @param path of a file that is there. @throws CliError where another process writes it. */
export function lockFile(path: string, note: Note): FileLock {
  const lock = `${realpathSync(path)}.lock`
  const own = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    begun: begun(process.pid),
    since: new Date().toISOString(),
  } satisfies Holder)
  // A lock may be given back or taken over by a third process in between.
  for (let tries = 0; tries < 5; tries++) {
    try {
      writeFileSync(lock, own, { flag: 'wx' })
      return heldLock(path, lock, own)
    } catch (error) {
      const code = codeOf(error)
      if (NO_LOCKS.has(code)) {
        note(`${pathText(path)}: no lock can be made beside it: see that nothing else writes it`)
        return UNLOCKED
      }
      if (code !== 'EEXIST') throw fileError('write', lock, error)
    }
    const text = textOf(lock)
    if (text === undefined) continue
    const holder = holderOf(text)
    if (!isGone(holder, lock)) throw new CliError(takenText(path, lock, holder))
    rmSync(lock, { force: true })
    note(
      `${pathText(path)}: ${holder ? `process ${holder.pid}` : 'a process'} has left it locked and is gone`,
    )
  }
  throw new CliError(`${pathText(path)}: other processes lock and unlock it; try again`)
}

function heldLock(path: string, lock: string, own: string): FileLock {
  const assertHeld = () => {
    const text = textOf(lock)
    if (text !== own)
      throw new CliError(takenText(path, lock, text === undefined ? undefined : holderOf(text)))
  }
  const signs = setInterval(() => giveSign(lock, own), SIGN_OF_LIFE_MS).unref()
  const release = () => {
    clearInterval(signs)
    process.off('exit', release)
    if (textOf(lock) === own) rmSync(lock, { force: true })
  }
  process.on('exit', release)
  return { assertHeld, release }
}

/** Writes the same over itself, so that the drive notes when; a full disk has room for that. */
function giveSign(lock: string, own: string): void {
  try {
    if (textOf(lock) !== own) return
    const file = openSync(lock, 'r+')
    writeSync(file, own, 0)
    closeSync(file)
  } catch {
    // The next one may go through, and the next record tells whether the file is still ours.
  }
}

/** @param holder undefined where the lock does not say: its writer died over it, or has only just made it. */
function isGone(holder: Holder | undefined, lock: string): boolean {
  if (holder?.host === hostname())
    return !isAlive(holder.pid) || (holder.begun !== '' && holder.begun !== begun(holder.pid))
  const seen = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  return seen !== undefined && driveNow(lock) - seen > DEAD_AFTER_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of somebody else's.
    return codeOf(error) === 'EPERM'
  }
}

/** The time by the clock of the drive, which may be another machine's. */
function driveNow(lock: string): number {
  const probe = `${lock}.${process.pid}`
  writeFileSync(probe, '')
  const { mtimeMs } = statSync(probe)
  rmSync(probe, { force: true })
  return mtimeMs
}

/** When a process began: which start of the system, and how many ticks after it. Linux alone tells; empty elsewhere. */
function begun(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // proc(5): the name of the program, in brackets, may hold spaces; behind it stand `state` and, as the twentieth, `starttime`.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    // A process that has ended is listed until its parent takes note.
    return fields[0] === 'Z' ? 'ended' : `${boot} ${fields[19]}`
  } catch {
    return ''
  }
}

function textOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw fileError('read', lock, error)
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host, begun: start, since } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>
    return Number.isInteger(pid) && typeof host === 'string'
      ? { pid: Number(pid), host, begun: String(start), since: String(since) }
      : undefined
  } catch {
    return undefined
  }
}

function takenText(path: string, lock: string, holder: Holder | undefined): string {
  const name = pathText(path)
  const advice = 'wait until it ends, or name another file'
  if (!holder) return `${name} is being written by another process: ${advice}`
  const writer = `${name} is being written by process ${holder.pid}`
  if (holder.host === hostname()) return `${writer}: ${advice}`
  const minutes = DEAD_AFTER_MS / 60_000
  return `${writer} on ${pathText(holder.host)}: ${advice}. Where that machine is gone, start again ${minutes} minutes after it, or remove ${pathText(lock)}`
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined
