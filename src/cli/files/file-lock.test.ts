import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CliError } from '../cli-error'
import { lockFile } from './file-lock'

let folder: string
let path: string
let lock: string
let notes: string[]
const take = () => lockFile(path, (text) => notes.push(text))
const since = '2026-01-01T00:00:00.000Z'
const leave = (holder: object) => writeFileSync(lock, JSON.stringify({ begun: '', since, ...holder }))

beforeEach(() => {
  notes = []
  folder = mkdtempSync(join(tmpdir(), 'plateau-'))
  path = join(folder, 'results.jsonl')
  lock = `${path}.lock`
  writeFileSync(path, '')
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const MINUTES = 60

/** As if it had last been written so many minutes ago. */
function age(minutes: number): void {
  const then = Date.now() / 1000 - minutes * MINUTES
  utimesSync(lock, then, then)
}

/** No system gives such a number. */
const DEAD = 2 ** 30

describe('a lock', () => {
  it('names its process, and goes when it is given back', () => {
    const held = take()
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() })
    held.assertHeld()
    held.release()
    expect(existsSync(lock)).toBe(false)
    expect(notes).toEqual([])
    take().release()
  })

  it('refuses a second writer, and says which process writes and what to do', () => {
    const held = take()
    expect(take).toThrow(
      new CliError(
        `${path} is being written by process ${process.pid}: wait until it ends, or name another file`,
      ),
    )
    held.release()
  })

  it('is taken over where its process is dead', () => {
    leave({ pid: DEAD, host: hostname() })
    take().release()
    expect(notes).toEqual([`${path}: process ${DEAD} has left it locked and is gone`])
  })

  it.runIf(process.platform === 'linux')('is taken over where another process has its number by now', () => {
    leave({ pid: process.ppid, host: hostname(), begun: 'an earlier start of the system 12' })
    take().release()
    expect(notes).toHaveLength(1)
  })

  it('of another machine holds while it gives signs of life, and three minutes longer', () => {
    leave({ pid: 1, host: 'elsewhere' })
    age(2)
    expect(take).toThrow(
      /is being written by process 1 on elsewhere: .* start again 3 minutes after it, or remove .*\.lock$/,
    )
    age(4)
    take().release()
    expect(notes).toEqual([`${path}: process 1 has left it locked and is gone`])
  })

  it('gives a sign of life while it is held, and no other content by it', () => {
    vi.useFakeTimers()
    const held = take()
    const text = readFileSync(lock, 'utf8')
    age(4)
    const before = statSync(lock).mtimeMs
    vi.advanceTimersByTime(MINUTES * 1000)
    expect(statSync(lock).mtimeMs).toBeGreaterThan(before)
    expect(readFileSync(lock, 'utf8')).toBe(text)
    // Of another's lock it gives none.
    leave({ pid: 1, host: 'elsewhere' })
    age(4)
    const others = statSync(lock).mtimeMs
    vi.advanceTimersByTime(MINUTES * 1000)
    expect(statSync(lock).mtimeMs).toBe(others)
    held.release()
  })

  it('that says nothing, as a crash leaves it, holds as long', () => {
    writeFileSync(lock, '')
    expect(take).toThrow(/is being written by another process/)
    age(4)
    take().release()
  })

  it('is missed by a writer that was thought dead: it writes no more, and takes nothing from its successor', () => {
    const held = take()
    leave({ pid: 1, host: 'elsewhere' })
    expect(held.assertHeld).toThrow(/is being written by process 1 on elsewhere/)
    held.release()
    expect(existsSync(lock)).toBe(true)
  })
})
