/** What ships in public/recorded is what the page may show: whole, consistent, honest. */
import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { experiments } from '../sweep/experiments'
import { readRecord } from './read-record'
import { readRecorded } from './recorded'
import type { TrialRecord } from './result'

const FOLDER = 'public/recorded'

it.each(readdirSync(FOLDER))(
  '%s holds records of its experiment, each of which can be read and believed',
  (file) => {
    const recorded = readRecorded(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')))
    expect(file).toBe(`${recorded.experiment}.json`)
    expect([...experiments.keys()]).toContain(recorded.experiment)
    expect(recorded.records.length).toBeGreaterThan(0)
    const isHonest = (record: TrialRecord) =>
      isDeepStrictEqual(readRecord(record), record) &&
      record.experiment === recorded.experiment &&
      record.heldoutMemorizedBits < 0 &&
      recorded.provenance.seeds.includes(record.seed)
    expect(recorded.records.filter((record) => !isHonest(record))).toEqual([])
  },
)
