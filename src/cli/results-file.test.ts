import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordToJsonLine } from '@/core/results/export'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { CliError } from './errors'
import { openResultsFile } from './results-file'

let folder: string
let path: string
const first = exampleRecord(exampleTrial({ seed: 1 }))
const second = exampleRecord(exampleTrial({ seed: 2 }))
const lines = (...records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

beforeEach(() => {
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
    const file = openResultsFile(path, false)
    file.append(first)
    expect(readFileSync(path, 'utf8')).toBe(`${recordToJsonLine(first)}\n`)
    file.append(second)
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
    file.close()
  })

  it('is not overwritten', () => {
    writeFileSync(path, lines(first))
    const { message, exitCode } = failure(() => openResultsFile(path, false))
    expect(message).toMatch(/is not empty: add --resume/)
    expect(exitCode).toBe(2)
    expect(readFileSync(path, 'utf8')).toBe(lines(first))
  })

  it('may be there and empty', () => {
    writeFileSync(path, '')
    openResultsFile(path, false).close()
  })

  it('goes on where it was left', () => {
    writeFileSync(path, lines(first))
    const file = openResultsFile(path, true)
    expect(file.records).toEqual([first])
    expect(file.note).toBeUndefined()
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
  })

  it('starts where there is nothing to resume', () => {
    const file = openResultsFile(path, true)
    expect(file.records).toEqual([])
    file.close()
  })

  it('drops a last line that was cut off, in the middle of a letter too', () => {
    const named = Buffer.from(lines(exampleRecord(exampleTrial(), { device: 'Gerät' })))
    const whole = Buffer.from(lines(first))
    const cutInLetter = named.subarray(0, named.indexOf('ä') + 1)
    writeFileSync(path, Buffer.concat([whole, cutInLetter]))
    const file = openResultsFile(path, true)
    expect(file.records).toEqual([first])
    expect(file.note).toMatch(/cut off/)
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
  })

  it('completes a whole last line that only lacks its end', () => {
    writeFileSync(path, lines(first).trimEnd())
    const file = openResultsFile(path, true)
    expect(file.records).toEqual([first])
    file.append(second)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe(lines(first, second))
  })

  it('leaves a file alone that holds something else', () => {
    writeFileSync(path, 'my notes')
    expect(failure(() => openResultsFile(path, true)).message).toMatch(/line 1: is no record/)
    expect(readFileSync(path, 'utf8')).toBe('my notes')
  })

  it('refuses damage anywhere else, and leaves it as it is', () => {
    const damaged = `${lines(first)}{"schemaVersion":1}\n${lines(second)}`
    writeFileSync(path, damaged)
    expect(failure(() => openResultsFile(path, true)).message).toMatch(/line 2: is no record/)
    expect(readFileSync(path, 'utf8')).toBe(damaged)
  })

  it('says why a path cannot be written', () => {
    expect(failure(() => openResultsFile(folder, false)).message).toMatch(/that is a folder/)
    expect(failure(() => openResultsFile(join(folder, 'no', 'x'), false)).message).toMatch(/does not exist/)
    writeFileSync(path, '')
    expect(failure(() => openResultsFile(join(path, 'x'), false)).message).toMatch(/is a file, not a folder/)
  })

  it.runIf(process.platform === 'linux')('says when the disk is full', () => {
    const file = openResultsFile('/dev/full', false)
    expect(failure(() => file.append(first)).message).toMatch(/the disk is full/)
    file.close()
  })
})
