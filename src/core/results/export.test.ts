import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { RECORD_COLUMNS, recordsToCsv, recordsToJson, recordToJsonLine, tableToCsv } from './export'
import { readImport } from './read-import'
import { readRecord } from './read-record'
import { type TrialRecord, UNSEEN } from './result'

/** Numbers that print in every way, and texts of a device that need quoting. */
const recordOf = (seed: number): TrialRecord =>
  exampleRecord(
    exampleTrial({ seed, learningRate: 1e-7, settings: { schedule: 'constant', weightDecay: 0.5 } }),
    {
      memorizedBits: 231.9999999999999,
      heldoutMemorizedBits: -1e21,
      measures: { auc: 0.75 },
      traces: { step: [1, 2] },
      backend: 'webgpu, "software"',
      device: 'one "GPU", two\r\nlines\u2028or three',
      elapsedMs: 0,
    },
  )

const record = recordOf(0)
const other = recordOf(1)

/** Texts with what files are made of among their letters. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(fc.constantFrom('"', ',', '\r', '\n', ' ', "'", '=', '-', '1', 'é', '\u2028'))
    .map((all) => all.join('')),
)
/** JSON has no −0. */
/** As a device's name is written, whatever it calls itself. */
const names = texts.map((text) => text.replace(UNSEEN, '\ufffd'))
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
/** Capitals alone: of no name that says what its numbers may be. */
const named = <T>(values: fc.Arbitrary<T>, letters: RegExp) =>
  fc.dictionary(fc.stringMatching(letters), values)

const records: fc.Arbitrary<TrialRecord> = fc
  .record({
    trial: fc.record({
      seed: fc.nat(),
      datasetSize: fc.integer({ min: 1, max: 4096 }),
      learningRate: fc.double({ min: 1e-9, max: 1, noNaN: true }),
      settings: fc.constantFrom({}, { schedule: 'constant', weightDecay: 0.5 }),
    }),
    measured: fc.record({
      memorizedBits: fc.integer({ min: -1e6, max: 0 }).map((eighths) => eighths / 8),
      heldoutMemorizedBits: fc.integer({ min: -1e6, max: 0 }),
      measures: named(numbers, /^[A-Z][A-Z0-9.]{0,9}$/),
      traces: named(fc.array(numbers), /^[A-Z][A-Z0-9]{0,9}$/),
      backend: names,
      device: names,
      elapsedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    }),
  })
  .map(({ trial, measured }) => exampleRecord(exampleTrial(trial), measured))

/** RFC 4180 by hand: quoted fields, doubled quotes, commas and line ends inside quotes, CRLF after every record. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let rest = text
  while (rest !== '') {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest)
    if (!match) throw new Error(`not RFC 4180 at: ${rest.slice(0, 40)}`)
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!)
    if (match[3] === '\r\n') {
      rows.push(row)
      row = []
    }
    rest = rest.slice(match[0].length)
  }
  return rows
}

describe('CSV', () => {
  it('has no formula in it, whatever a record calls its device', () => {
    const cells = ['=1+1', '@SUM(1)', '+cmd|x', '-2+3', '\t=1', '-1.5', '=', '–', -2]
    expect(tableToCsv([], [cells])).toBe("\r\n'=1+1,'@SUM(1),'+cmd|x,'-2+3,'\t=1,-1.5,=,–,-2\r\n")
    const csv = recordsToCsv([exampleRecord(exampleTrial(), { device: '=1+1' })])
    expect(csv).toContain(",'=1+1,")
  })

  it('quotes exactly what needs it, by RFC 4180', () => {
    expect(
      tableToCsv(
        ['a', 'b,c'],
        [
          ['say "x"', 1.5],
          ['two\nlines', true],
          ['\r', ''],
          [' plain; ', -2],
        ],
      ),
    ).toBe('a,"b,c"\r\n"say ""x""",1.5\r\n"two\nlines",true\r\n"\r",\r\n plain; ,-2\r\n')
    expect(tableToCsv(['only'], [])).toBe('only\r\n')
  })

  it('has the columns of the record, all and in order, and reads back as the same record', () => {
    expect([...RECORD_COLUMNS, 'settings', 'measures', 'traces'].toSorted()).toEqual(
      Object.keys(record).toSorted(),
    )
    const [header, ...rows] = parseCsv(recordsToCsv([record, other]))
    expect(header?.slice(0, RECORD_COLUMNS.length)).toEqual(RECORD_COLUMNS)
    const readBack = rows.map((cells) =>
      Object.fromEntries(
        RECORD_COLUMNS.map((column, i) => {
          const cell = cells[i]!
          return [column, typeof record[column] === 'string' ? cell : JSON.parse(cell)]
        }),
      ),
    )
    const { settings, measures, traces } = record
    expect(readBack.map((row) => readRecord({ ...row, settings, measures, traces }))).toEqual([record, other])
  })

  it('gives every measure and setting that any record has a column, empty where a record has none', () => {
    const plain = { ...other, measures: { recall: 1 }, settings: {} }
    const [header, ...rows] = parseCsv(recordsToCsv([record, plain]))
    expect(header?.slice(RECORD_COLUMNS.length)).toEqual([
      'settings.schedule',
      'settings.weightDecay',
      'measures.auc',
      'measures.recall',
    ])
    expect(rows.map((cells) => cells.slice(RECORD_COLUMNS.length))).toEqual([
      ['constant', '0.5', '0.75', ''],
      ['', '', '', '1'],
    ])
  })

  it('gives back every cell, whatever it holds', () => {
    const cells = fc.oneof(texts, fc.double(), fc.integer(), fc.boolean())
    fc.assert(
      fc.property(fc.array(fc.array(cells, { minLength: 2, maxLength: 4 })), (rows) => {
        const plain = ([...row]: (string | number | boolean)[]) =>
          row.map((cell) => (/^'[=+\-@\t\r]/.test(String(cell)) ? String(cell).slice(1) : String(cell)))
        expect(
          parseCsv(tableToCsv(['a', 'b'], rows))
            .slice(1)
            .map(plain),
        ).toEqual(rows.map(plain))
      }),
    )
  })

  it('of no records still names the columns', () => {
    expect(recordsToCsv([])).toBe(`${RECORD_COLUMNS.join(',')}\r\n`)
  })
})

describe('JSON', () => {
  it('is read back as the same records, each trial once, whole or a record a line', () => {
    fc.assert(
      fc.property(fc.array(records, { minLength: 1, maxLength: 3 }), (some) => {
        const once = [...new Map(some.map((one) => [one.trialKey, one])).values()]
        const text = recordsToJson(some)
        expect(text.endsWith(']\n')).toBe(true)
        expect(readImport(text)).toEqual({ records: once, refused: 0, firstProblem: undefined, unread: 0 })
        const lines = some.map(recordToJsonLine)
        for (const line of lines) expect(line).not.toMatch(/[\r\n]/)
        expect(readImport(lines.join('\n')).records).toEqual(once)
      }),
    )
  })
})
