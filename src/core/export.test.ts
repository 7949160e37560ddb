import { describe, expect, it } from 'vitest'
import { RECORD_COLUMNS, recordsToCsv, recordsToJson, recordToJsonLine, tableToCsv } from './export'
import { readRecord, type TrialRecord } from './result'
import { makeTrial } from './trial'

/** Numbers that print in every way, and texts of a device that need quoting. */
function recordOf(seed: number): TrialRecord {
  const { key, shape, ...trial } = makeTrial({
    experiment: 'capacity',
    family: 'gpt2',
    shape: { layers: 1, width: 8, heads: 2, tied: false, vocab: 16, seqLen: 8 },
    source: 'uniform',
    datasetSize: 8,
    seed,
    steps: 300,
    learningRate: 1e-7,
    batch: 8,
  })
  return {
    schemaVersion: 1,
    ...trial,
    ...shape,
    trialKey: key,
    datasetBits: 256,
    memorizedBits: 231.9999999999999,
    memorizedBitsClipped: 232,
    ceilingBits: 232,
    bitsPerParam: 231.9999999999999 / 1216,
    trainBitsPerToken: 0.375,
    heldoutBitsPerToken: 6,
    heldoutMemorizedBits: -1e21,
    heldoutStrings: 64,
    backend: 'webgpu, "software"',
    device: 'one "GPU", two\r\nlines\u2028or three',
    members: 1,
    elapsedMs: 0,
    finishedAt: '2026-01-02T03:04:05Z',
  }
}

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
    expect([...RECORD_COLUMNS].toSorted()).toEqual(Object.keys(record).toSorted())
    const [header, ...rows] = parseCsv(recordsToCsv([record, other]))
    expect(header).toEqual(RECORD_COLUMNS)
    const readBack = rows.map((cells) =>
      Object.fromEntries(
        RECORD_COLUMNS.map((column, i) => {
          const cell = cells[i]!
          return [column, typeof record[column] === 'string' ? cell : JSON.parse(cell)]
        }),
      ),
    )
    expect(readBack.map(readRecord)).toEqual([record, other])
  })

  it('quotes a record whatever its texts hold', () => {
    const texts = ['', '"', '""', ',', '\r\n', '\n"', '",",', '=1+1', ' a ', 'é\u2028', '"\r\n,"']
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
