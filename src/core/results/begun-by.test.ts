import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { begunBy } from './begun-by'
import { trialOf } from './result'

const of = (seed: number, backend: string, numerics: string) =>
  exampleRecord(exampleTrial({ seed }), { backend, numerics })

it('is the arithmetic of the first trial that a GPU has finished', () => {
  const records = [of(1, 'wasm', 'simd128-2'), of(2, 'webgpu', 'wgsl-2.rows64'), of(3, 'webgpu', 'wgsl-2')]
  const trials = records.map(trialOf)
  const byKey = new Map(records.map((record) => [record.trialKey, record]))
  expect(begunBy(trials, byKey)).toBe('wgsl-2.rows64')
  byKey.delete(records[1]!.trialKey)
  expect(begunBy(trials, byKey)).toBe('wgsl-2')
  byKey.delete(records[2]!.trialKey)
  expect(begunBy(trials, byKey)).toBeUndefined()
})
