/** A report in a file and in a link: what comes back, and what is refused. */
import { describe, expect, it } from 'vitest'
import { exampleReport } from '../testing/example-benchmark'
import { isDeviceHash } from './device-hash'
import { readReport } from './read-report'
import { printReport } from './report'
import { printReportLink, readReportLink } from './report-link'

const withPart = (part: object): string => JSON.stringify({ ...exampleReport(), ...part })

describe('a report as a file', () => {
  it('comes back as it was', () => {
    expect(readReport(printReport(exampleReport()))).toEqual(exampleReport())
  })

  it.each([
    ['no JSON', 'nonsense', 'the file is no JSON'],
    ['another file', JSON.stringify([{ trialKey: 'a' }]), 'Invalid input'],
    ['a version to come', withPart({ schemaVersion: 2 }), 'schemaVersion'],
    ['a part that is not known', withPart({ secret: 1 }), 'secret'],
    ['no rows', withPart({ rows: [] }), 'rows'],
    ['too many rows', withPart({ rows: new Array(41).fill(exampleReport().rows[0]) }), 'rows'],
    [
      'a time that is none',
      withPart({ rows: [{ ...exampleReport().rows[0], msPerStep: -1 }] }),
      'rows.0.msPerStep',
    ],
    [
      'a model that is not known',
      withPart({ rows: [{ ...exampleReport().rows[0], model: 'XXL' }] }),
      'rows.0.model',
    ],
    ['words that turn the line', withPart({ platform: '\u202eemorhC' }), 'platform: holds characters'],
    ['long words', withPart({ platform: 'a'.repeat(161) }), 'platform'],
    ['a file that is too long', `"${'a'.repeat(70_000)}"`, 'longer than 64 KiB'],
  ])('is refused in a sentence: %s', (_, content, complaint) => {
    const read = readReport(content)
    expect(read).toEqual({ problem: expect.stringContaining('This is no report of a benchmark: ') })
    expect(read).toEqual({ problem: expect.stringContaining(complaint) })
  })
})

describe('a report as a link', () => {
  const link = printReportLink(exampleReport())

  it('comes back as it was, and is short and readable', () => {
    expect(readReportLink(link)).toEqual(exampleReport())
    expect(link).toMatch(/^#device\?v=1&date=2026-11-30&.*&rows=gpu,XS,16,1;thread,XS,1,8;/)
    expect(link.length).toBeLessThan(800)
  })

  it('may have an empty processor, no peaks and no known commit', () => {
    const bare = exampleReport({ commit: '', peaks: {}, numerics: {} })
    expect(readReportLink(printReportLink(bare))).toEqual(bare)
  })

  it('is none where it only leads to the benchmark', () => {
    expect(readReportLink('#device')).toBeUndefined()
    expect(['#device', '#/device', link].map(isDeviceHash)).toEqual([true, true, true])
    expect(['', '#capacity?v=1', '#devices'].map(isDeviceHash)).toEqual([false, false, false])
  })

  it.each([
    ['#device?v=2', 'schemaVersion'],
    ['#device?nonsense', 'This is no report'],
    ['#device?date=%E0', 'broken % escape'],
    [link.replace('gpu,XS,16,1;', 'gpu,XS,16,soon;'), 'rows.0.msPerStep'],
    [link.replace('rows=', 'rows=__proto__,XS,1,1;'), 'rows.0.trainer'],
    [link.replace('numerics=', 'numerics=nobody,a;'), 'numerics'],
    [`#device?v=1&platform=${'a'.repeat(5000)}`, 'at most 4096 are read'],
  ])('is refused in a sentence: %s', (hash, complaint) => {
    expect(readReportLink(hash)).toEqual({ problem: expect.stringContaining(complaint) })
  })
})
