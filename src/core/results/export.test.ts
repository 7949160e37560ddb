import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { RECORD_COLUMNS, recordsToCsv, recordsToJson, recordToJsonLine, tableToCsv } from './export'
import { readRecord, type TrialRecord } from './result'

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

  it('quotes a record whatever its texts hold', () => {
    const texts = ['', '"', '""', ',', '\r\n', '\n"', '",",', ' a ', 'é\u2028', '"\r\n,"']
    const strange = texts.map((text, i) => ({
      ...record,
      experiment: text,
      trialKey: texts.at(-i)!,
      source: `${text}${text}`,
      device: text,
    }))
    const columns = ['experiment', 'trialKey', 'source', 'device'] as const
    const [, ...rows] = parseCsv(recordsToCsv(strange))
    expect(rows.map((cells) => columns.map((column) => cells[RECORD_COLUMNS.indexOf(column)]))).toEqual(
      strange.map((row) => columns.map((column) => row[column])),
    )
  })

  it('of no records still names the columns', () => {
    expect(recordsToCsv([])).toBe(`${RECORD_COLUMNS.join(',')}\r\n`)
  })
})

describe('JSON', () => {
  it('reads back as the same records', () => {
    const text = recordsToJson([record, other])
    expect(text.endsWith(']\n')).toBe(true)
    expect(JSON.parse(text).map(readRecord)).toEqual([record, other])
  })

  it('has lines that hold a record each, whatever its texts hold', () => {
    const line = recordToJsonLine(record)
    expect(line).not.toMatch(/[\r\n]/)
    expect(readRecord(JSON.parse(line))).toEqual(record)
  })
})
