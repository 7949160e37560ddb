import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { recordsToJson, recordToJsonLine } from './export'
import { readImport } from './read-import'

const records = [0, 1, 2].map((seed) => exampleRecord(exampleTrial({ seed })))
const lines = records.map(recordToJsonLine)

describe('reading results from a file', () => {
  it.each([
    ['an array', recordsToJson(records)],
    ['recorded results', JSON.stringify({ schemaVersion: 1, records })],
    ['a record a line', lines.join('\n')],
    ['lines from Windows, with a mark at their head', `\uFEFF${lines.join('\r\n')}\r\n`],
    ['an array with a mark at its head', `\uFEFF${recordsToJson(records)}`],
  ])('takes %s', (_, text) => {
    expect(readImport(text)).toEqual({ records, refused: 0, firstProblem: undefined, unread: 0 })
  })

  it.each([
    ['a million zeros in an array', JSON.stringify(Array(1_000_000).fill(0)), 'record 1: '],
    ['a million zeros, one a line', '0\n'.repeat(1_000_000), 'record 1: '],
  ])('stops early in %s', (_, text, problem) => {
    const read = readImport(text)
    expect(read).toMatchObject({ records: [], refused: 100, unread: 999_900 })
    expect(read.firstProblem).toContain(problem)
  })

  it('keeps the good records before it stops', () => {
    const read = readImport([...lines, ...Array(500).fill('{}')].join('\n'))
    expect(read).toMatchObject({ records, refused: 100, unread: 400 })
    expect(read.firstProblem).toMatch(/^record 4: /)
  })

  it('takes a line that was cut for one bad record', () => {
    expect(readImport(`${lines[0]}\n${lines[1]?.slice(0, 40)}`)).toMatchObject({
      records: [records[0]],
      refused: 1,
      firstProblem: 'record 2: is no JSON',
    })
  })

  it.each([
    ['', 'no JSON'],
    ['once upon a time\nthere was', 'no JSON'],
    ['no\n'.repeat(1000), 'no JSON'],
    ['[]', 'no records'],
    [new TextDecoder().decode(Buffer.from('\uFEFF[]', 'utf16le')), 'UTF-16'],
  ])('says what is wrong with %j as a whole', (text, problem) => {
    expect(readImport(text)).toMatchObject({
      records: [],
      refused: 0,
      firstProblem: expect.stringContaining(problem),
    })
  })
})
