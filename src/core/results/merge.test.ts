import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { measuredDifferences, mergeRecords, type SourcedRecord } from './merge'
import type { TrialRecord } from './result'

const trial = exampleTrial()
const at = (minute: number, changes: Partial<TrialRecord> = {}, from = `file ${minute}`): SourcedRecord => ({
  record: exampleRecord(trial, { finishedAt: `2026-01-01T00:0${minute}:00.000Z`, ...changes }),
  from,
})

describe('records of one trial', () => {
  it('are one: that which was finished first', () => {
    const [first, second, third] = [at(1), at(2), at(3)]
    expect(mergeRecords([third, first, second])).toEqual({
      records: [first.record],
      repeats: 2,
      conflicts: [],
      largestSpread: 0,
    })
  })

  it('of different trials all stay, in their order', () => {
    const other = exampleRecord(exampleTrial({ seed: 7 }))
    const { records, repeats } = mergeRecords([{ record: other, from: 'a' }, at(1)])
    expect([records, repeats]).toEqual([[other, at(1).record], 0])
  })

  it('contradict each other where the same arithmetic gave other bits', () => {
    const [kept, other] = [at(1), at(2, { memorizedBits: 230 })]
    expect(mergeRecords([other, kept])).toMatchObject({
      records: [kept.record],
      conflicts: [
        {
          trialKey: trial.key,
          fields: ['memorizedBits', 'memorizedBitsClipped', 'bitsPerParam', 'trainBitsPerToken'],
          kept,
          other,
        },
      ],
    })
  })

  it('do not where engines round the last digit otherwise', () => {
    expect(mergeRecords([at(1), at(2, { memorizedBits: 231.9 * (1 + 1e-12) })]).conflicts).toEqual([])
  })

  it('of another arithmetic or backend differ as seeds do, by how much is told', () => {
    const others = [
      at(2, { numerics: 'simd128-1', memorizedBits: 220 }),
      at(3, { backend: 'webgpu', memorizedBits: 230 }),
    ]
    const { conflicts, largestSpread, records } = mergeRecords([at(1), ...others])
    expect([conflicts, records]).toEqual([[], [at(1).record]])
    expect(largestSpread).toBeCloseTo(11.9 / 231.9, 12)
  })

  it('of a GPU are never a conflict', () => {
    const { conflicts, largestSpread } = mergeRecords([
      at(1, { backend: 'webgpu' }),
      at(2, { backend: 'webgpu', memorizedBits: 230 }),
    ])
    expect(conflicts).toEqual([])
    expect(largestSpread).toBeCloseTo(1.9 / 231.9, 12)
  })

  it('contradict the first of their own arithmetic, whichever was first of all', () => {
    const gpu = at(1, { backend: 'webgpu', memorizedBits: 200 })
    const { records, conflicts } = mergeRecords([gpu, at(2), at(3, { memorizedBits: 230 })])
    expect(records).toEqual([gpu.record])
    expect(conflicts.map(({ kept, other }) => [kept.from, other.from])).toEqual([['file 2', 'file 3']])
  })
})

it('measurements and traces count as what was measured, circumstances do not', () => {
  const record = exampleRecord(trial, { measures: { auc: 0.5 }, traces: { 'loss.step': [1, 2], short: [1] } })
  expect(
    measuredDifferences(record, { ...record, device: 'another', elapsedMs: 1, members: 8, commit: 'abcd' }),
  ).toEqual([])
  expect(
    measuredDifferences(record, {
      ...record,
      measures: { auc: 0.6, recall: 1 },
      traces: { 'loss.step': [1, 3], short: [1, 1] },
    }),
  ).toEqual(['measures.auc', 'measures.recall', 'traces.loss.step', 'traces.short'])
  expect(measuredDifferences(record, { ...record, traces: {} })).toEqual(['traces.loss.step', 'traces.short'])
})
