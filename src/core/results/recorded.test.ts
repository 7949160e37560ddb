/** What ships as recorded results is what the page may show: whole, consistent, honest. */
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { experiments } from '../sweep/experiments'
import { recordedPresets } from '../testing/recorded-files'
import { readRecord } from './read-record'
import type { TrialRecord } from './result'

const published = [...experiments.keys()].flatMap(recordedPresets)

it('every experiment has some', () => {
  expect([...new Set(published.map(({ experiment }) => experiment))]).toEqual([...experiments.keys()])
})

it.each(published)(
  '$experiment/$preset holds records of its experiment, each of which can be read and believed',
  ({ experiment, preset, recorded }) => {
    expect(recorded.experiment).toBe(experiment)
    expect(experiments.get(experiment)!.presets.map(({ id }) => id)).toContain(preset)
    expect(recorded.records.length).toBeGreaterThan(0)
    const isHonest = (record: TrialRecord) =>
      isDeepStrictEqual(readRecord(record), record) &&
      record.experiment === experiment &&
      record.heldoutMemorizedBits < 0 &&
      recorded.provenance.seeds.includes(record.seed)
    expect(recorded.records.filter((record) => !isHonest(record))).toEqual([])
  },
)
