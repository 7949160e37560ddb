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
const check = (expected: Check['expected'], more: Partial<Check> = {}): Check => ({
  what: 'bits',
  expected,
  source: 'a table',
  measure: (all) => all.map(({ memorizedBits }) => memorizedBits),
  ...more,
})
const capacity = experimentById('capacity')

describe('a reproduction', () => {
  it.each([
    [check([104, 104]), true],
    [check([110, 120]), true],
    [check([111, 120]), false],
    [check([90, 98.1]), true],
    [check([90, 97.9]), false],
    [check([150, 150], { tolerance: 0.3 }), true],
    [check([-100, -100]), false],
  ])('agrees where its seeds reach the expected range, widened by the tolerance', (one, agrees) => {
    expect(checkResults([one], recorded)).toEqual([
      { check: one, measured: { mean: 104, min: 100, max: 108, count: 3 }, agrees },
    ])
  })

  it('says nothing about what was not run', () => {
    expect(checkResults([check([1, 2], { measure: () => [] })], recorded)).toEqual([])
  })

  it('is written with its command, its numbers and its disagreements', () => {
    const text = reproductionSection(capacity, recorded, [check([104, 104]), check([120, 130])])
    expect(text).toContain('3 runs, seeds 0, 1, 2, on a processor (WebAssembly), 3 s of training, 2026-01-02')
    expect(text).toContain('npm run lab -- run capacity')
    const one = {
      ...recorded,
      provenance: { ...recorded.provenance, seeds: [0] },
      records: records.slice(0, 1),
    }
    expect(reproductionSection(capacity, one, [])).toContain(' 1 run, seed 0, on a processor')
    expect(text).toContain('| bits | 104 | a table | 104 [100..108] | 3 | agrees |')
    expect(text).toContain('| bits | 120..130 | a table | 104 [100..108] | 3 | **differs** |')
  })
})
