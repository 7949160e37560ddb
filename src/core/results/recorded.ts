/** Recorded results: a frozen run with its provenance, shown before the visitor's first own run. */
import * as z from 'zod/mini'
import { readRecord } from './read-record'
import type { TrialRecord } from './result'

const recordedResultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  experiment: z.string(),
  title: z.string(),
  provenance: z.strictObject({
    backend: z.string(),
    device: z.string(),
    versions: z.record(z.string(), z.string()),
    seeds: z.array(z.number()),
    /** Wall time of all populations, seconds. */
    seconds: z.number(),
    date: z.string(),
    /** The command that made them. */
    command: z.string(),
  }),
  records: z.array(z.unknown()),
})

/** Records of older versions are upgraded. @throws z.core.$ZodError or RangeError, naming what is wrong. */
export function readRecorded(raw: unknown): RecordedResults {
  const recorded = recordedResultsSchema.parse(raw)
  return { ...recorded, records: recorded.records.map(readRecord) }
}

export type RecordedResults = Omit<z.infer<typeof recordedResultsSchema>, 'records'> & {
  readonly records: TrialRecord[]
}
export type RecordedProvenance = RecordedResults['provenance']
