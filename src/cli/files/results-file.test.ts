import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordToJsonLine } from '@/core/results/export'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { CliError } from '../cli-error'
import { openResultsFile } from './results-file'

let folder: string
let path: string
const first = exampleRecord(exampleTrial({ seed: 1 }))
const second = exampleRecord(exampleTrial({ seed: 2 }))
const lines = (...records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

/** What was said of files that were opened. */
let notes: string[]
const open = (file: string, resume = false, sync?: () => void) =>
  openResultsFile(file, { resume, note: (text) => notes.push(text), ...(sync ? { sync } : {}) })

beforeEach(() => {
  notes = []
  folder = mkdtempSync(join(tmpdir(), 'plateau-'))
  path = join(folder, 'results.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

function failure(act: () => unknown): CliError {
  try {
    act()
  } catch (error) {
    if (error instanceof CliError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a results file', () => {
  it('has each record on the disk as soon as it is appended', () => {
    const file = open(path)
    file.append(first)
    expect(readFileSync(path, 'utf8')).toBe(`${recordToJsonLine(first)}\n`)
    file.append(second)
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
    file.close()
  })

  it('is not overwritten', () => {
    writeFileSync(path, lines(first))
    const { message, exitCode } = failure(() => open(path))
    expect(message).toMatch(/is not empty: add --resume/)
    expect(exitCode).toBe(2)
    expect(readFileSync(path, 'utf8')).toBe(lines(first))
  })

  it('may be there and empty', () => {
    writeFileSync(path, '')
    open(path).close()
  })

  it('goes on where it was left', () => {
    writeFileSync(path, lines(first))
    const file = open(path, true)
    expect(file.records).toEqual([first])
    expect(notes).toEqual([])
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
  })

  it('starts where there is nothing to resume', () => {
    const file = open(path, true)
    expect(file.records).toEqual([])
    file.close()
  })

  it('drops a last line that was cut off, in the middle of a letter too', () => {
    const named = Buffer.from(lines(exampleRecord(exampleTrial(), { device: 'Gerät' })))
    const whole = Buffer.from(lines(first))
    const cutInLetter = named.subarray(0, named.indexOf('ä') + 1)
    writeFileSync(path, Buffer.concat([whole, cutInLetter]))
    const file = open(path, true)
    expect(file.records).toEqual([first])
    expect(notes).toEqual([expect.stringMatching(/cut off/)])
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
  })

  it('completes a whole last line that only lacks its end', () => {
    writeFileSync(path, lines(first).trimEnd())
    const file = open(path, true)
    expect(file.records).toEqual([first])
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
  })

  it('leaves a file alone that holds something else', () => {
    writeFileSync(path, 'my notes')
    expect(failure(() => open(path, true)).message).toMatch(/line 1: is no record/)
    expect(readFileSync(path, 'utf8')).toBe('my notes')
  })

  it.each([
    ['a text that begins as records do', '{"schemaVersion":1,"title":'],
    [
      'recorded results without a newline at their end',
      '{"schemaVersion":1,"experiment":"capacity","title":"Tiny"}',
    ],
    ['a record of a newer version without one', JSON.stringify({ ...first, schemaVersion: 99 })],
  ])('leaves %s alone', (_, text) => {
    writeFileSync(path, text)
    expect(failure(() => open(path, true)).message).toMatch(/line 1: is no record/)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('may begin with a byte order mark, which stays', () => {
    writeFileSync(path, `\ufeff${lines(first)}${JSON.stringify(second).slice(0, 60)}`)
    const file = open(path, true)
    expect(file.records).toEqual([first])
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(`\ufeff${lines(first, second)}`)
  })

  it.each([['\ufeff'], ['']])('is named where it is UTF-16, and left as it is (mark %j)', (mark) => {
    const bytes = Buffer.from(`${mark}${lines(first)}`, 'utf16le')
    writeFileSync(path, bytes)
    expect(failure(() => open(path, true)).message).toMatch(/is UTF-16.*save it as UTF-8/)
    expect(readFileSync(path)).toEqual(bytes)
  })

  it.each(['ENOSYS', 'EPERM', 'EIO'])(
    'goes on where the drive refuses to sync (%s), and says so once',
    (code) => {
      const file = open(path, false, () => {
        throw Object.assign(new Error('no'), { code })
      })
      file.append(first)
      file.append(second)
      file.close()
      expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
      expect(notes).toEqual([expect.stringContaining(code)])
    },
  )

  it('fails where syncing shows that the disk is full', () => {
    const file = open(path, false, () => {
      throw Object.assign(new Error('no'), { code: 'ENOSPC' })
    })
    expect(failure(() => file.append(first)).message).toMatch(/the disk is full/)
    file.close()
  })

  it('refuses damage anywhere else, and leaves it as it is', () => {
    const damaged = `${lines(first)}{"schemaVersion":1}\n${lines(second)}`
    writeFileSync(path, damaged)
    expect(failure(() => open(path, true)).message).toMatch(/line 2: is no record/)
    expect(readFileSync(path, 'utf8')).toBe(damaged)
  })

  it('says why a path cannot be written', () => {
    expect(failure(() => open(folder)).message).toMatch(/that is a folder/)
    expect(failure(() => open(join(folder, 'no', 'x'))).message).toMatch(/the folder .*no does not exist/)
    writeFileSync(path, '')
    expect(failure(() => open(join(path, 'x'))).message).toMatch(/is a file, not a folder/)
  })

  it.runIf(process.platform === 'linux')('says when the disk is full', () => {
    const file = open('/dev/full')
    expect(failure(() => file.append(first)).message).toMatch(/the disk is full/)
    file.close()
  })
})
