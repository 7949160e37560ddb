import { describe, expect, it } from 'vitest'
import { experimentById } from '../sweep/experiments'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import type { Check } from './finding'
import { checkResults, reproductionSection } from './reproduction'

const records = [0, 1, 2].map((seed) =>
  exampleRecord(exampleTrial({ seed }), { memorizedBits: [100, 104, 108][seed]! }),
)
const recorded = {
  schemaVersion: 1 as const,
  experiment: 'capacity',
  title: 'Tiny',
  provenance: {
    backend: 'wasm',
    device: 'a processor',
    versions: {},
    // As files of an earlier day have them: in the order in which they finished.
    seeds: [1, 0, 2],
    seconds: 3,
    date: '2026-01-02',
    command: 'npm run lab -- run capacity',
  },
  records,
}
/** Ours are 104 ± 4 over three seeds. */
const check = (mean: number, sd = 4, more: Partial<Check> = {}): Check => ({
  what: 'bits',
  expected: { mean, sd, n: 24 },
  source: 'a table',
  measure: (all) => all.map(({ memorizedBits }) => memorizedBits),
  ...more,
})
const capacity = experimentById('capacity')

describe('a reproduction', () => {
  it.each([
    // Standard errors of 0.25 · 4 · √(1/3 + 1/24), 2.45 and 4.9.
    [check(104), 'agrees'],
    [check(104.5, 1), 'agrees'],
    [check(110, 8), 'not told apart'],
    [check(120), 'differs'],
    [check(-104), 'differs'],
    [check(0.1, 4, { scale: 1000, measure: () => [0, 0, 0] }), 'agrees'],
    [{ ...check(104), expected: { mean: 104, n: 1 }, measure: () => [104] }, 'not told apart'],
  ])('agrees, differs or cannot be told apart by the errors of both means', (one, verdict) => {
    expect(checkResults([one], recorded)[0]).toMatchObject({ check: one, verdict })
  })

  it('says nothing about what was not run', () => {
    expect(checkResults([check(1, 1, { measure: () => [] })], recorded)).toEqual([])
  })

  it('is written with its command, its numbers and its disagreements', () => {
    const findings = [
      { verdict: 'agrees', headline: 'A fact.', text: 'It holds.', paper: 'So do they.' } as const,
    ]
    const text = reproductionSection(capacity, recorded, findings, [check(104), check(125)])
    expect(text).toContain('3 runs, seeds 0, 1, 2, on a processor (WebAssembly), 3 s of training, 2026-01-02')
    expect(text).toContain('npm run lab -- run capacity')
    expect(text).toContain('- *agrees*: **A fact.** It holds. (So do they.)')
    const one = {
      ...recorded,
      provenance: { ...recorded.provenance, seeds: [0] },
      records: records.slice(0, 1),
    }
    expect(reproductionSection(capacity, one, [], [])).toContain(' 1 run, seed 0, on a processor')
    expect(text).toContain(
      '| bits | 104 ± 0.82 (24) | 104 ± 2.3 (3) | +0.0 % ± 2.4 | 0.0 (25) | agrees | a table |',
    )
    expect(text).toContain(
      '| bits | 125 ± 0.82 (24) | 104 ± 2.3 (3) | −16.8 % ± 2.0 | −8.6 (25) | **differs** | a table |',
    )
  })

  it('gives a single run no standard error, and no t against another single run', () => {
    const single = { ...check(104), measure: () => [106] }
    const rows = reproductionSection(
      capacity,
      recorded,
      [],
      [single, { ...single, expected: { mean: 104, n: 1 } }],
    )
    expect(rows).toContain('| bits | 104 ± 0.82 (24) | 106 (1) | +1.9 % ± 3.9 | 0.5 (23) | not told apart |')
    expect(rows).toContain('| bits | 104 (1) | 106 (1) | +1.9 % |  | not told apart |')
  })
})
