import { expect, it } from 'vitest'
import { experimentById } from '@/core/sweep/experiments'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { recordedResults, trainingMs } from './recorded-file'

const at = (seconds: number, elapsedMs: number) => ({
  finishedAt: new Date(1_000 * seconds).toISOString(),
  elapsedMs,
})

it('counts the time of what trained together, or side by side, once', () => {
  expect(trainingMs([])).toBe(0)
  expect(trainingMs([at(10, 2000)])).toBe(2000)
  // One population of two members.
  expect(trainingMs([at(10, 2000), at(10, 2000)])).toBe(2000)
  // One after the other, with a pause between them.
  expect(trainingMs([at(20, 3000), at(10, 2000)])).toBe(5000)
  // Two workers: from 4 to 10 and from 8 to 12, and one within.
  expect(trainingMs([at(10, 6000), at(12, 4000), at(9, 1000)])).toBe(8000)
})

it('names the commits of its runs, and none where one is not known', () => {
  const experiment = experimentById('capacity')
  const [preset] = experiment.presets
  const versionsOf = (...commits: string[]) => {
    const records = commits.map((commit, seed) => exampleRecord(exampleTrial({ seed }), { commit }))
    const options = { experiment, presetId: preset.id, values: preset.config }
    return recordedResults(options, records).provenance.versions
  }
  expect(versionsOf('1a2b3c4', '1a2b3c4')).toMatchObject({ commit: '1a2b3c4' })
  expect(versionsOf('1a2b3c4', '5d6e7f8-dirty')).toMatchObject({ commit: '1a2b3c4, 5d6e7f8-dirty' })
  expect(versionsOf('1a2b3c4', '')).not.toHaveProperty('commit')
})

it('names every arithmetic that trained its runs', () => {
  const experiment = experimentById('capacity')
  const [preset] = experiment.presets
  const records = ['1', 'simd128-2', '1'].map((numerics, seed) =>
    exampleRecord(exampleTrial({ seed }), { numerics }),
  )
  const recorded = recordedResults({ experiment, presetId: preset.id, values: preset.config }, records)
  expect(recorded.provenance.versions).toMatchObject({ numerics: '1, simd128-2' })
})

it('names its seeds in order, whatever finished first', () => {
  const experiment = experimentById('capacity')
  const [preset] = experiment.presets
  const records = [1, 0, 2, 0].map((seed) => exampleRecord(exampleTrial({ seed })))
  const recorded = recordedResults({ experiment, presetId: preset.id, values: preset.config }, records)
  expect(recorded.provenance.seeds).toEqual([0, 1, 2])
})
