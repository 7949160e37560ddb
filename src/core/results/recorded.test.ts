/** What ships in public/recorded is what the page may show: whole, consistent, honest. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { experiments } from '../sweep/experiments'
import { readRecord } from './read-record'
import { readRecorded } from './recorded'

const FOLDER = 'public/recorded'

it.each(readdirSync(FOLDER))(
  '%s holds records of its experiment, each of which can be read and believed',
  (file) => {
    const recorded = readRecorded(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')))
    expect(file).toBe(`${recorded.experiment}.json`)
    expect([...experiments.keys()]).toContain(recorded.experiment)
    expect(recorded.records.length).toBeGreaterThan(0)
    for (const record of recorded.records) {
      expect(readRecord(record)).toEqual(record)
      expect(record.experiment).toBe(recorded.experiment)
      expect(record.heldoutMemorizedBits).toBeLessThan(0)
      expect(recorded.provenance.seeds).toContain(record.seed)
    }
  },
)
