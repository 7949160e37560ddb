import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordsToCsv } from '@/core/results/export'
import { experimentById } from '@/core/sweep/experiments'
import { exampleRecord } from '@/core/testing/example-record'
import { CliError, EXIT } from '../cli-error'
import { openCsvFile } from './csv-file'
import { refuseSharedFile } from './output'
import { openRecordedFile } from './recorded-file'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-'))
  path = join(folder, 'output')
})
afterEach(() => rmSync(folder, { recursive: true }))

function refusal(act: () => unknown): CliError {
  try {
    act()
  } catch (error) {
    if (error instanceof CliError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const experiment = experimentById('capacity')
const [preset] = experiment.presets
const sweep = { experiment, presetId: preset.id, values: preset.config }
const record = exampleRecord()
/** Each kind of output, opened where an earlier run's may be replaced. */
const KINDS = [
  ['--csv', () => openCsvFile(path, true), recordsToCsv([record])],
  ['--recorded', () => openRecordedFile(path, sweep), undefined],
] as const

describe.each(KINDS)('the file of %s', (_, open, expected) => {
  it('is written at the end alone, and replaces what an earlier run wrote', () => {
    const file = open()
    expect(existsSync(path)).toBe(false)
    file.write([record])
    const text = readFileSync(path, 'utf8')
    expect(text).toBe(expected ?? text)
    open().write([record, record])
    expect(readFileSync(path, 'utf8').length).toBeGreaterThan(text.length)
  })

  it.each([
    ['notes', 'my notes\n'],
    ['notes that begin as a CSV file may', 'schemaVersion,of my notes\n'],
    ['other JSON', '{"experiment":"capacity","records":[]}'],
    ['results of another experiment', '{"experiment":"scaling","provenance":{},"records":[]}'],
  ])('does not take the place of %s', (_, text) => {
    writeFileSync(path, text)
    expect(refusal(open)).toMatchObject({
      message: expect.stringMatching(/output holds no .*: name another file/),
      exitCode: EXIT.usage,
    })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('does not take the place of what came there while the sweep ran', () => {
    const file = open()
    writeFileSync(path, 'my notes')
    expect(refusal(() => file.write([record])).message).toMatch(/is left as it is/)
    expect(readFileSync(path, 'utf8')).toBe('my notes')
  })

  it.skipIf(process.platform === 'win32')('may be a link to where nothing is yet', () => {
    symlinkSync(join(folder, 'elsewhere'), path)
    const file = open()
    expect(readdirSync(folder)).toEqual(['output'])
    file.write([record])
    expect(readdirSync(folder)).toEqual(['elsewhere', 'output'])
  })

  it('may be there and empty', () => {
    writeFileSync(path, '')
    open().write([record])
    expect(readFileSync(path, 'utf8')).not.toBe('')
  })

  it('is refused before the sweep where it cannot be written', () => {
    path = join(folder, 'missing', 'x')
    expect(refusal(open).message).toMatch(/cannot write .*: the folder .*missing does not exist/)
    path = folder
    expect(refusal(open).message).toMatch(/that is a folder/)
    path = join(folder, 'x'.repeat(300))
    expect(refusal(open).message).toMatch(/that name is too long/)
  })
})

it('a CSV file that holds something is replaced by a resumed run alone', () => {
  openCsvFile(path, true).write([record])
  expect(refusal(() => openCsvFile(path, false)).message).toMatch(/is not empty: name another file/)
})

it('two flags may not lead to one file', () => {
  const shared = (out: string, csv: string) =>
    refusal(() => refuseSharedFile({ '--out': out, '--csv': csv })).message
  expect(shared(path, join(folder, '.', 'output'))).toBe('--out and --csv name the same file')
  writeFileSync(path, '')
  linkSync(path, join(folder, 'link'))
  symlinkSync(path, join(folder, 'symlink'))
  expect(shared(path, join(folder, 'link'))).toMatch(/the same file/)
  expect(shared(join(folder, 'symlink'), path)).toMatch(/the same file/)
  refuseSharedFile({ '--out': path, '--csv': undefined, '--recorded': join(folder, 'other') })
  if (process.platform !== 'win32') refuseSharedFile({ '--out': '/dev/null', '--csv': '/dev/null' })
})
